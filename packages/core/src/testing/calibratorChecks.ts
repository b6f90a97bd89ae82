import type { CalibratorPlugin, Network } from '../plugin/calibrator.js'
import { confine, misdeedOf } from '../plugin/confine.js'
import { frozen } from '../plugin/frozen.js'
import { stream } from '../random/stream.js'
import { type Check, ensure, register, type Skip, type TestRunner } from './checks.js'
import { completeOptions, definitionChecks } from './definitionChecks.js'
import { type SmallNetworkActivation, smallNetwork } from './smallNetwork.js'

// biome-ignore lint/suspicious/noExplicitAny: calibrators of any options are tested.
type AnyCalibrator = CalibratorPlugin<any>

/** What a calibrator promises of the network that it leaves, and what it is to be tried with. */
export interface CalibratorPromises {
  /** Sets of options, each laid over the defaults; the defaults alone where nothing is said. */
  readonly options?: readonly object[]
  /** Of the convolution of the network that it is tried on; ReLU where nothing is said. */
  readonly activation?: SmallNetworkActivation
  /** Throws where a calibrated network is not as it should be. */
  readonly after?: (network: Network) => void
  readonly skip?: readonly Skip[]
}

/**
 * Registers tests of a calibrator with jest, vitest, mocha or node:test: its words and options, that it changes a small
 * network, to finite numbers that follow from the network and the stream alone, and that it leaves what it promises.
 */
export const testCalibrator = (plugin: AnyCalibrator, promises: CalibratorPromises = {}, runner?: TestRunner): void =>
  register(plugin.name, calibratorChecks(plugin, promises), promises.skip ?? [], runner)

/** The same checks as a list, for whoever runs them by other means. */
export const calibratorChecks = (plugin: AnyCalibrator, promises: CalibratorPromises = {}): readonly Check[] => {
  const { options = [{}], activation = 'relu', after } = promises
  const onEach = (check: (network: Network, own: object) => void): void => {
    for (const own of options) check(calibrated(plugin, own, activation), own)
  }
  const promise: Check = {
    name: 'after',
    title: 'leaves the network that it promises',
    run: () => onEach((network) => after?.(network)),
  }
  return [
    ...definitionChecks(plugin),
    {
      name: 'values',
      title: 'changes a network, to finite numbers alone',
      run: () =>
        onEach((network) => {
          const isChanged = weightsOf(network) !== weightsOf(smallNetwork(0))
          ensure(isChanged, 'It left every weight as it was.', 'Change them with network.set(path, values).')
        }),
    },
    {
      name: 'repeats',
      title: 'leaves the same weights for the same network and stream',
      run: () =>
        onEach((network, own) => {
          const isSame = weightsOf(network) === weightsOf(calibrated(plugin, own, activation))
          ensure(isSame, 'It left other weights the second time.', 'Draw from the given stream, and keep nothing.')
        }),
    },
    ...(after ? [promise] : []),
  ]
}

const calibrated = (plugin: AnyCalibrator, own: object, activation: SmallNetworkActivation): Network => {
  const network = smallNetwork(0, activation)
  try {
    confine(() => plugin.create(frozen(completeOptions(plugin, own)))(network, stream(0, 'calibrate/1')))
    return network
  } catch (error) {
    const misdeed = misdeedOf(error)
    throw misdeed ? new Error(`${plugin.name}: ${misdeed.message}.\n${misdeed.hint}`, { cause: error }) : error
  }
}

/** Every weight as text that differs where any bit does. */
const weightsOf = ({ layers, get }: Network): string =>
  JSON.stringify(layers.flatMap(({ parameters }) => parameters.map(({ path }) => [path, ...get(path)])))
