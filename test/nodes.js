// Runs what must be bit-equal everywhere on each version of Node that fanin supports: `npm run nodes`.
import { spawnSync } from 'node:child_process'

const jest = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', 'node_modules/jest/bin/jest.js']
const tests = ['packages/initializers/test/golden', 'test/reproducible', 'test/ci']

for (const version of [20, 22, 24]) {
  process.stderr.write(`Node ${version}\n`)
  const args = ['--yes', '-p', `node@${version}`, '--', 'node', ...jest, ...tests]
  const { status } = spawnSync('npx', args, { stdio: 'inherit' })
  if (status !== 0) process.exit(1)
}
