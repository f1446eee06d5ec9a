"""A capture as a server: its server's side is played to any client. Sans-I/O but `load`, `server`.

`writing` makes a `script` of records: what is to be sent and what it waits for (`causes`: what
waits for nobody). `matching` compares what a client sends with what was recorded, `listener`
follows the client, `player` puts both on a clock of its caller, `report` says how they agreed,
`cast` chooses the connection that a client gets, `server` is the socket.
"""
