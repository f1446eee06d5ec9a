"""An offline Realtime server: `engine` is the sans-I/O core, `server` puts it on a socket."""
