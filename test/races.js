// Holds `fanin recommend` against a race of all that it might have said, on the networks of configs/recommend:
// `npm run races -- [relu-deep.yaml ...] [seeds=[10,11,12,13,14,15,16,17]]`.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isOverride } from '@fanin/core'

const root = join(import.meta.dirname, '..')
const out = mkdtempSync(join(tmpdir(), 'fanin-races-'))
const overrides = process.argv.slice(2).filter(isOverride)
const wanted = process.argv.slice(2).filter((argument) => !isOverride(argument))

const fanin = (...args) => {
  const cli = join(root, 'packages/cli/bin/fanin.js')
  const { stdout, stderr } = spawnSync(process.execPath, [cli, ...args, '--json'], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  })
  const answer = stdout === '' ? { errors: [{ message: stderr }] } : JSON.parse(stdout)
  if (answer.errors) throw new Error(answer.errors[0].message)
  return answer
}

const rivals = [
  'heNormal',
  'glorotUniform',
  'lecunNormal',
  'torchDefault',
  'randomNormal',
  { type: 'randomNormal', std: 0.2 },
  { type: 'orthogonal', gain: 'auto' },
  { type: 'glorotNormal', gain: 4 },
]

/** Whether the first choice learns, and is not significantly worse than any rival by more than this much accuracy. */
const allowed = 0.02

const judge = (file) => {
  const { chosen, ranked } = fanin('recommend', file, ...overrides)
  const sections = [
    { label: 'first choice', initializers: chosen.initializers },
    ...ranked.slice(1).map(({ label, initializers }) => ({ label: `rule: ${label}`, initializers })),
    ...rivals.map((kernel) => ({ label: `rival: ${JSON.stringify(kernel)}`, initializers: { kernel } })),
  ]
  const keys = sections.map(({ initializers }) => JSON.stringify(initializers))
  const list = sections.filter((_, i) => keys.indexOf(keys[i]) === i)
  const { folder } = fanin('run', file, ...overrides, `sweep=${JSON.stringify({ list })}`, '--out', out, '--quiet')
  const { arms, pairs } = fanin('compare', folder)
  const own = arms.find(({ label }) => label === 'first choice')
  const worse = pairs.filter(
    ({ b, outcome, difference }) => b === own.id && outcome === 'better' && difference > allowed,
  )
  const [best] = arms
  const isRight = worse.length === 0 && own.diverged === 0 && own.mean > 0.25
  const standing = `${chosen.label} ${own.mean?.toFixed(3)}, best ${best.label} ${best.mean?.toFixed(3)}, worst ${arms.at(-1).mean?.toFixed(3)}`
  const beaten = worse.map(
    ({ a, difference }) => `${arms.find(({ id }) => id === a).label} by ${difference.toFixed(3)}`,
  )
  console.log(
    `${isRight ? '✓' : '✗'} ${file.split('/').at(-1)}: ${standing}${beaten.length > 0 ? `; beaten by ${beaten.join(', ')}` : ''}`,
  )
  return isRight
}

const files = readdirSync(join(root, 'configs/recommend')).filter(
  (name) => wanted.length === 0 || wanted.includes(name),
)
const right = files.map((name) => judge(join(root, 'configs/recommend', name))).filter(Boolean).length
rmSync(out, { recursive: true, force: true })
console.log(`Right on ${right} of ${files.length} networks.`)
process.exitCode = right === files.length ? 0 : 1
