import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'

const root = join(import.meta.dirname, '..')

/** Lints a text as if it were the file of that name. */
const lint = (file: string, text: string): string => {
  const { stdout, stderr } = spawnSync('npx', ['biome', 'lint', `--stdin-file-path=${file}`], {
    cwd: root,
    input: text,
    encoding: 'utf8',
  })
  return stdout + stderr
}

describe('the linter', () => {
  it.each([
    ['core/src/x.ts', '@fanin/initializers'],
    ['core/src/x.ts', '@tensorflow/tfjs-core'],
    ['core/src/x.ts', 'node:fs'],
    ['core/src/x.ts', 'inversify'],
    ['initializers/src/x.ts', '@fanin/runner'],
    ['runner/src/study/x.ts', '@fanin/report'],
    ['runner/src/study/x.ts', 'fanin'],
    ['runner/src/study/x.ts', 'inversify'],
    ['report/src/x.ts', '@fanin/runner'],
    ['cli/src/x.ts', '@tensorflow/tfjs-core'],
  ])('lets no arrow go from %s to %s', (file, module) => {
    expect(lint(`packages/${file}`, `import '${module}'\n`)).toContain('noRestrictedImports')
  })

  it.each([
    ['initializers/src/x.ts', '@fanin/core'],
    ['runner/src/container.ts', 'inversify'],
    ['cli/src/x.ts', '@fanin/runner'],
  ])('lets the arrow from %s to %s be', (file, module) => {
    expect(lint(`packages/${file}`, `import '${module}'\n`)).not.toContain('noRestrictedImports')
  })
})
