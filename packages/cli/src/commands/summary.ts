import { type Entry, type Filling, lineText } from '@fanin/core'
import { openExperiment } from '@fanin/runner/experiment'
import { chooseArm } from '../arms.js'
import type { Answer } from '../io.js'
import { columns, shapeText, thousands } from '../table.js'

/** `fanin summary`: the network of one arm and what fills it. */
export const summary = async (
  file: string,
  overrides: readonly string[],
  options: { readonly arm?: string },
): Promise<Answer> => {
  const { plan } = await openExperiment(file, overrides)
  const arm = chooseArm(plan.arms, options.arm)
  const layers = arm.architecture.nodes.map(({ name, layer, inputs, shape, parameters }) => {
    const count = parameters.reduce((sum, { shape }) => sum + sizeOf(shape), 0)
    return { name, type: layer.type, inputs, shape, parameters: count }
  })
  const parameters = arm.fillings.map(parameterOf)
  const total = layers.reduce((sum, layer) => sum + layer.parameters, 0)
  const trainable = parameters.filter((one) => one.trainable).reduce((sum, { count }) => sum + count, 0)
  const text = [
    plan.arms.length > 1 ? `Arm "${arm.label}", one of ${plan.arms.length}; --arm shows another.\n` : '',
    layerTable(layers),
    '',
    `${thousands(total)} parameters, ${thousands(trainable)} of them trainable.`,
    '',
    parameterTable(parameters),
  ].join('\n')
  return { text: text.trimStart(), json: { arm: arm.label, layers, parameters, total, trainable } }
}

const sizeOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1)

const parameterOf = ({ parameter, initializer, rule, place }: Filling) => {
  const { path, shape, fanIn, fanOut, trainable } = parameter
  return { path, shape, count: sizeOf(shape), initializer, fanIn, fanOut, trainable, rule, place: lineText(place) }
}

interface LayerRow {
  readonly name: string
  readonly type: string
  readonly inputs: readonly string[]
  readonly shape: readonly number[]
  readonly parameters: number
}

const layerTable = (layers: readonly LayerRow[]): string =>
  columns(
    ['layer', 'type', 'reads', 'output shape', 'parameters'],
    layers.map(({ name, type, inputs, shape, parameters }) => [
      name,
      type,
      inputs.join(', '),
      shapeText(shape),
      thousands(parameters),
    ]),
    ['parameters'],
  )

const parameterTable = (parameters: readonly ReturnType<typeof parameterOf>[]): string =>
  columns(
    ['parameter', 'shape', 'count', 'fan in', 'fan out', 'filled by', 'says'],
    parameters.map(({ path, shape, count, fanIn, fanOut, initializer, rule, place }) => [
      path,
      shapeText(shape),
      thousands(count),
      thousands(fanIn),
      thousands(fanOut),
      entryText(initializer),
      rule === 'default' ? 'the layer itself' : `${rule} (${place})`,
    ]),
    ['count', 'fan in', 'fan out'],
  )

const entryText = ({ type, ...options }: Entry): string => {
  const shown = Object.entries(options).map(
    ([key, value]) => `${key}: ${typeof value === 'number' ? Number(value.toPrecision(5)) : value}`,
  )
  return shown.length > 0 ? `${type} { ${shown.join(', ')} }` : type
}
