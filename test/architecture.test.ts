import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { scratch } from './cli.js'

const root = join(import.meta.dirname, '..')
const config = JSON.parse(readFileSync(join(root, 'biome.json'), 'utf8')) as object
const rules = JSON.stringify({ ...config, $schema: undefined, vcs: { enabled: false } })

/** Lints texts in a folder of their own, by the rules of this one. */
const lint = (files: Readonly<Record<string, string>>): string => {
  const here = scratch({ 'biome.json': rules, ...files })
  const biome = join(root, 'node_modules/@biomejs/biome/bin/biome')
  const { stdout, stderr } = spawnSync(process.execPath, [biome, 'lint'], { cwd: here.path('.'), encoding: 'utf8' })
  here.remove()
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
    ['runner/src/study/x.ts', '@fanin/cli'],
    ['runner/src/study/x.ts', 'inversify'],
    ['report/src/x.ts', '@fanin/runner'],
    ['cli/src/x.ts', '@tensorflow/tfjs-core'],
  ])('lets no arrow go from %s to %s', (file, module) => {
    expect(lint({ [`packages/${file}`]: `import '${module}'\n` })).toContain('noRestrictedImports')
  })

  it.each([
    ['initializers/src/x.ts', '@fanin/core'],
    ['runner/src/container.ts', 'inversify'],
    ['cli/src/x.ts', '@fanin/runner'],
  ])('lets the arrow from %s to %s be', (file, module) => {
    expect(lint({ [`packages/${file}`]: `import '${module}'\n` })).not.toContain('noRestrictedImports')
  })

  it('lets no two files import each other', () => {
    const files = {
      'packages/core/src/a.ts': "import { b } from './b.js'\n\nexport const a = () => b\n",
      'packages/core/src/b.ts': "import { a } from './a.js'\n\nexport const b = () => a\n",
    }
    expect(lint(files)).toContain('noImportCycles')
  })
})
