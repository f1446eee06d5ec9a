// openai-realtime-api (npm), beta shape: audio, a tool round, a cancel with truncation, a deletion.
// Usage: node openai_realtime_api.mjs ws://127.0.0.1:PORT/v1/realtime
import { RealtimeClient } from 'openai-realtime-api';

const client = new RealtimeClient({ url: process.argv[2], apiKey: 'sk-test' });
const called = [];
const seen = new Set();
client.addTool(
  { name: 'get_weather', description: 'Look up the weather.',
    parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] } },
  async ({ city }) => { called.push(city); return 'Foggy.'; },
);
client.on('realtime.event', ({ source, event }) => { if (source === 'server') seen.add(event.type); });
client.on('error', (error) => { console.error('error:', error); process.exit(1); });
setTimeout(() => { console.error('too slow'); process.exit(1); }, 50000).unref();
const next = (name) => new Promise((resolve) => client.realtime.once(name, resolve));

await client.connect();
await client.waitForSessionCreated();
client.sendUserMessageContent([{ type: 'input_text', text: 'What is the weather in London?' }]);
await next('server.response.done');
await next('server.response.done');
const items = client.conversation.getItems();
const answer = items[items.length - 1];
if (!answer.formatted.transcript.includes('Foggy')) throw new Error('the result was not used');
if (!answer.formatted.audio.length) throw new Error('no audio');
const deleted = next('server.conversation.item.deleted');
client.deleteItem(answer.id);
await deleted;
client.sendUserMessageContent([{ type: 'input_text', text: 'count to 200' }]);
const delta = await next('server.response.audio.delta');
const truncated = next('server.conversation.item.truncated');
client.cancelResponse(delta.item_id, 480);
await truncated;
client.disconnect();
console.log(JSON.stringify({ called, seen: [...seen].sort() }));
process.exit(0);
