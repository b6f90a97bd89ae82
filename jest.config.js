import { tmpdir } from 'node:os'
import { join } from 'node:path'

// Tests leave the cache of whoever runs them alone.
process.env.FANIN_CACHE ??= join(tmpdir(), 'fanin-test-cache')

const transform = {
  '^.+\\.ts$': [
    '@swc/jest',
    { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'es6' }, sourceMaps: 'inline' },
  ],
}

/** Workspace packages are tested from their sources, so no build is needed first. */
const moduleNameMapper = {
  '^@fanin/([a-z]+)$': '<rootDir>/packages/$1/src/index.ts',
  '^@fanin/core/testing$': '<rootDir>/packages/core/src/testing/index.ts',
  '^@fanin/runner/experiment$': '<rootDir>/packages/runner/src/experiment.ts',
  '^(\\.{1,2}/.*)\\.js$': '$1',
}

const suite = (name, roots) => ({
  displayName: name,
  rootDir: import.meta.dirname,
  roots,
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  testMatch: ['**/*.test.ts'],
  transform,
  moduleNameMapper,
})

export default {
  // A slow machine is not a failure; a hang is.
  testTimeout: 120_000,
  projects: [
    ...['core', 'initializers', 'runner', 'report', 'cli'].map((name) =>
      suite(name, [`<rootDir>/packages/${name}/test`]),
    ),
    suite('end to end', ['<rootDir>/test']),
  ],
}
