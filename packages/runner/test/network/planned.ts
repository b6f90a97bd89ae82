import { type Arm, planStudy, type Random, readExperiment, stream } from '@fanin/core'
import type { Backend } from '../../src/backends/backend.js'
import type { Split } from '../../src/data/dataset.js'
import { fillParameters } from '../../src/model/fillParameters.js'
import { calibrate } from '../../src/network/calibrate.js'
import { EngineNetwork } from '../../src/network/network.js'
import { builtInCatalogue } from '../../src/opened.js'
import { optionsOf } from '../../src/training/measures.js'

/** The first arm of an experiment with these layers, filled and calibrated as said. */
export const plannedArm = (inputShape: readonly number[], layers: string, initializers = '{}'): Arm => {
  const text = `version: 1
name: test
dataset: digits
model:
  inputShape: [${inputShape}]
  layers:
${layers.trim().replaceAll(/^ */gm, '    - ')}
initializers: ${initializers}
training: { epochs: 1 }
`
  const document = readExperiment('test.yaml', { read: () => text, resolve: (_, name) => name })
  return planStudy(document, builtInCatalogue()).arms[0] as Arm
}

/** Normal inputs in classes by turns. */
export const normalData = (count: number, inputShape: readonly number[], classes = 10): Split => {
  const random = stream(0, 'data')
  const inputs = Float32Array.from({ length: count * inputShape.reduce((a, b) => a * b, 1) }, () => random.normal())
  return { count, inputs, labels: Int32Array.from({ length: count }, (_, i) => i % classes) }
}

/** The network of an arm after its calibrators, what they noted, and the data that they saw. */
export const calibrated = (backend: Backend, arm: Arm, train: Split, seed = 0) => {
  const catalogue = builtInCatalogue()
  const streams = (name: string): Random => stream(seed, name)
  const context = { backend, stream: streams, step: () => 0 }
  const filled = fillParameters(arm.fillings, catalogue.initializers, streams)
  const notes: string[] = []
  const { inputShape } = arm.architecture
  const parts = { arm, catalogue, context, data: { inputShape }, train }
  const { values, calibratedBy } = calibrate(filled, { ...parts, onNote: (_, message) => notes.push(message) })
  const { loss } = arm.config.training
  const network = new EngineNetwork({
    ...arm.architecture,
    ...{ layers: catalogue.layers, values, context },
    loss: { definition: catalogue.losses.get(loss.type), options: optionsOf(loss) },
  })
  const inputs = { shape: [train.count, ...inputShape], values: train.inputs }
  const targets = { shape: [train.count], values: Float32Array.from(train.labels) }
  return { network, filled, calibratedBy, notes, inputs, targets }
}
