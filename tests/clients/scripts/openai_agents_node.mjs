// @openai/agents-realtime (npm): a tool, audio, interruptions by call and by voice, history edits.
// Usage: node openai_agents_node.mjs ws://127.0.0.1:PORT/v1/realtime PCM
// where PCM is a file of speech (16 bit, 24 kHz, mono).
import { readFileSync } from 'node:fs';
import { RealtimeAgent, RealtimeSession, OpenAIRealtimeWebSocket, tool } from '@openai/agents-realtime';
import { z } from 'zod';

const called = [];
const seen = new Set();
const weather = tool({
  name: 'get_weather', description: 'Look up the weather for a city.',
  parameters: z.object({ city: z.string() }),
  execute: async ({ city }) => { called.push(city); return 'Foggy.'; },
});
const agent = new RealtimeAgent({ name: 'a', instructions: 'Help.', tools: [weather] });
const transport = new OpenAIRealtimeWebSocket({ url: process.argv[2], useInsecureApiKey: true });
const session = new RealtimeSession(agent, { transport });
session.on('error', (error) => { console.error('error:', JSON.stringify(error)); process.exit(1); });
setTimeout(() => { console.error('too slow', [...seen]); process.exit(1); }, 50000).unref();
const waiting = [];
transport.on('*', (event) => {
  seen.add(event.type);
  const index = waiting.findIndex((each) => each.kind === event.type);
  if (index >= 0) waiting.splice(index, 1)[0].resolve(event);
});
const until = (kind) => new Promise((resolve) => waiting.push({ kind, resolve }));

await session.connect({ apiKey: 'sk-test' });
const first = until('response.done');
session.sendMessage('What is the weather in London?');
await first;
const second = await until('response.done');
if (!JSON.stringify(second).includes('Foggy')) throw new Error('the result was not used');
const audio = until('response.output_audio.delta');
session.sendMessage('count to 200');
await audio;
const truncated = until('conversation.item.truncated');
const done = until('response.done');
session.interrupt();
await Promise.all([truncated, done]);
const count = session.history.length;
const deleted = until('conversation.item.deleted');
session.updateHistory((history) => history.slice(1));
await deleted;
if (session.history.length !== count - 1) throw new Error('the history was not edited');
const speech = readFileSync(process.argv[3]);
const answering = until('response.output_audio.delta');
session.sendMessage('count to 200');
await answering;
const interrupted = new Promise((resolve) => session.once('audio_interrupted', resolve));
const cut = until('response.done');
session.sendAudio(speech.buffer.slice(speech.byteOffset, speech.byteOffset + speech.length));
await interrupted;
const { response } = await cut;
const reason = response.status_details?.reason;
if (response.status !== 'cancelled' || reason !== 'turn_detected') {
  throw new Error(`after speech: ${response.status}, ${reason}`);
}
const reply = await until('response.done');
if (reply.response.status !== 'completed') throw new Error(`reply: ${reply.response.status}`);
console.log(JSON.stringify({ called, seen: [...seen].sort() }));
process.exit(0);
