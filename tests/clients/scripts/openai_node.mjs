// openai (npm), GA, over wss: text, a tool round, audio, a cancel, a truncation, item edits.
// Usage: NODE_EXTRA_CA_CERTS=authority.pem node openai_node.mjs wss://127.0.0.1:PORT/v1/realtime
import OpenAI from 'openai';
import { OpenAIRealtimeWS } from 'openai/realtime/ws';

const base = process.argv[2].replace(/^ws/, 'http').replace(/\/realtime$/, '');
const client = new OpenAI({ apiKey: 'sk-test', baseURL: base });
const rt = new OpenAIRealtimeWS({ model: 'gpt-realtime' }, client);
const waiting = [];
const seen = [];
rt.on('event', (event) => {
  seen.push(event.type);
  const index = waiting.findIndex((each) => each.kind === event.type);
  if (index >= 0) waiting.splice(index, 1)[0].resolve(event);
});
rt.on('error', (error) => { console.error(`error: ${error.message}`); process.exit(1); });
const until = (kind) => new Promise((resolve) => waiting.push({ kind, resolve }));
const say = (text) => rt.send({
  type: 'conversation.item.create',
  item: { type: 'message', role: 'user', content: [{ type: 'input_text', text }] },
});
setTimeout(() => { console.error('too slow'); process.exit(1); }, 50000).unref();

await until('session.created');
const tool = {
  type: 'function', name: 'get_weather', description: 'Look up the weather.',
  parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
};
rt.send({ type: 'session.update',
          session: { type: 'realtime', output_modalities: ['text'], tools: [tool] } });
await until('session.updated');
say('What is the weather in London?');
rt.send({ type: 'response.create' });
const call = (await until('response.done')).response.output[0];
rt.send({ type: 'conversation.item.create',
          item: { type: 'function_call_output', call_id: call.call_id, output: 'Foggy.' } });
rt.send({ type: 'response.create' });
const answer = (await until('response.done')).response.output[0];
if (!answer.content[0].text.includes('Foggy')) throw new Error('the result was not used');
rt.send({ type: 'conversation.item.retrieve', item_id: answer.id });
await until('conversation.item.retrieved');
rt.send({ type: 'conversation.item.delete', item_id: answer.id });
await until('conversation.item.deleted');
rt.send({ type: 'session.update', session: { type: 'realtime', output_modalities: ['audio'] } });
say('count to 200');
rt.send({ type: 'response.create' });
const delta = await until('response.output_audio.delta');
rt.send({ type: 'response.cancel' });
const done = await until('response.done');
if (done.response.status !== 'cancelled') throw new Error(done.response.status);
rt.send({ type: 'conversation.item.truncate', item_id: delta.item_id, content_index: 0,
          audio_end_ms: 50 });
await until('conversation.item.truncated');
rt.close();
console.log(JSON.stringify({ called: [JSON.parse(call.arguments).city],
                             seen: [...new Set(seen)].sort() }));
