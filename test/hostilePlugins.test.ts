import { afterAll, describe, expect, it } from '@jest/globals'
import { scratch, tinyExperiment } from './cli.js'
import { eventsOf, fanin, studyIn } from './process.js'

const initializer = (name: string, body: string): string => `{
  name: '${name}',
  summary: 'Does harm.',
  options: { type: 'object', additionalProperties: false, properties: {} },
  create: () => ({ shape }) => { ${body}; return new Float32Array(shape.reduce((a, b) => a * b, 1)) },
}`

/** What a plugin may do, how its own trials then end, and what is said about it. */
const harms: [name: string, body: string, status: string, says: string][] = [
  ['throws', "throw new Error('I am tired.')", 'failed', 'I am tired.'],
  ['throwsNothing', 'throw null', 'failed', 'bad/throwsNothing cannot fill'],
  ['short', 'return new Float32Array(1)', 'failed', 'returned 1 values where 18 are needed'],
  ['nan', 'return new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(NaN)', 'failed', 'returned NaN as value 0'],
  ['loops', 'for (;;);', 'timeout', 'longer than 3 s (--timeout)'],
  ['deaf', "process.on('SIGTERM', () => {}); for (;;);", 'timeout', 'longer than 3 s (--timeout)'],
  ['leaves', 'process.exit(0)', 'failed', 'it called process.exit'],
  ['vanishes', 'process.reallyExit(0)', 'crashed', 'exit code 0'],
  ['kills', "process.kill(process.pid, 'SIGSEGV'); for (;;);", 'crashed', 'SIGSEGV'],
  ['stops', "process.kill(process.pid, 'SIGSTOP')", 'timeout', 'longer than 3 s (--timeout)'],
  ['grows', 'const all = []; for (;;) all.push(new Float32Array(1 << 22).fill(1))', 'outOfMemory', 'out of memory'],
  ['leaks', "globalThis._tfengine.makeTensor(new Float32Array(4), [4], 'float32')", 'completed', 'tensors behind'],
]

const here = scratch({
  'bad.js': `export default {
    meta: { name: 'bad', namespace: 'bad', contract: 1 },
    initializers: [${harms.map(([name, body]) => initializer(name, body)).join(',\n')}],
  }`,
  ...Object.fromEntries(
    harms.map(([name]) => [
      `${name}.yaml`,
      `${tinyExperiment}plugins: [./bad.js]\nsweep: { grid: { initializers.kernel: [bad/${name}, heUniform] } }\n`,
    ]),
  ),
})
afterAll(here.remove)

interface Study {
  arms: { label: string; trials: { status: string }[] }[]
  failures: { arm: string; status: string; message: string }[]
}

describe('a plugin that does harm', () => {
  it.each(harms)('%s: ends its own trial as it should, and no other', async (name, _, status, says) => {
    const out = here.path(name)
    const limits = ['--timeout', '3', '--memory', '700', '--workers', '2', '--json']
    const { stdout, exitCode, seconds } = await fanin('run', here.path(`${name}.yaml`), '--out', out, ...limits)
    const { arms, failures } = JSON.parse(stdout) as Study
    const good = arms.find(({ label }) => label === 'heUniform')
    expect(good?.trials).toEqual([expect.objectContaining({ status: 'completed' })])
    const ends = eventsOf(studyIn(out)).filter(({ kind, label }) => kind === 'trial.end' && label === `bad/${name}`)
    expect(ends.at(-1)?.status).toBe(status)
    expect(JSON.stringify(eventsOf(studyIn(out)))).toContain(says)
    if (status === 'completed') return
    expect(exitCode).toBe(3)
    expect(failures).toEqual([expect.objectContaining({ arm: `bad/${name}`, status })])
    const isTriedTwice = status !== 'failed'
    expect(ends).toHaveLength(isTriedTwice ? 2 : 1)
    // Each attempt has the timeout plus five seconds; starting workers takes its own time.
    if (status === 'timeout') expect(seconds).toBeLessThan(2 * (3 + 5) + 10)
  })
})
