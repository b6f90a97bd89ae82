import config from './jest.config.js'

const [suite] = config.projects.slice(-1)

/** What takes minutes: kills at random instants, every failpoint, full disks. */
export default {
  testTimeout: 1_200_000,
  maxWorkers: 1,
  projects: [{ ...suite, displayName: 'chaos', testMatch: ['**/*.chaos.ts'] }],
}
