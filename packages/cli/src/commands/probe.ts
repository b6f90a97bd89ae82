import { type Certificate, printable } from '@fanin/core'
import { type ArmProbe, type LayerReport, openExperiment } from '@fanin/runner'
import { chooseArm } from '../arms.js'
import type { Answer } from '../io.js'
import { columns, shapeText } from '../table.js'

/** What the command line says of a probe. */
export interface ProbeArguments {
  readonly arm?: string
  readonly seed?: number
  readonly examples?: number
}

/** `fanin probe`: what fills every network, and what signal and gradient make of it, before any training. */
export const probe = async (
  file: string,
  overrides: readonly string[],
  { arm, seed, examples }: ProbeArguments,
): Promise<Answer> => {
  const experiment = await openExperiment(file, overrides)
  const chosen = arm === undefined ? undefined : chooseArm(experiment.plan.arms, arm)
  const probes = await experiment.probe({
    ...(seed !== undefined && { seeds: [seed] }),
    ...(examples !== undefined && { examples }),
    ...(chosen && { arm: (one) => one === chosen }),
  })
  return { text: [...probeTexts(probes), legend].join('\n\n\n'), json: { probes } }
}

const legend =
  'off by: how many standard errors (se) the std is from the expected one; chance alone seldom makes it more than 3.'

/** Arms that differ in nothing that a probe sees are one network, and are shown once. */
const probeTexts = (probes: readonly ArmProbe[]): readonly string[] => {
  const armsOf = new Map<string, string[]>()
  for (const probe of probes) {
    const text = probeText(probe)
    armsOf.set(text, [...(armsOf.get(text) ?? []), printable(probe.arm)])
  }
  return [...armsOf].map(([text, arms]) => `${arms.join('; ')}${arms.length > 1 ? ' (one network)' : ''}, ${text}`)
}

const probeText = ({ seed, certificate, notes, verdict, loss, layers, jacobian }: ArmProbe): string => {
  const guessing = loss.guessing === undefined ? '' : `; guessing costs ${short(loss.guessing)}`
  return [
    `seed ${seed}: ${verdict.condition}. First loss ${short(loss.measured)}${guessing}.`,
    ...verdict.findings.map(({ message }) => `- ${message}`),
    '',
    layerTable(layers),
    '',
    ...(jacobian
      ? [
          `Jacobian of the outputs by the inputs: singular values from ${short(jacobian.smallest)} to ${short(jacobian.largest)}.`,
          '',
        ]
      : []),
    certificateTable(certificate),
    ...(notes.length > 0 ? ['', ...notes.map(printable)] : []),
  ].join('\n')
}

const layerTable = (layers: readonly LayerReport[]): string => {
  const heads = ['out std', 'predicted', 'gradient', 'weight gradient', 'zero', 'dead', 'saturated', 'cosine']
  return columns(
    ['layer', 'activation', ...heads],
    layers.map((layer) => {
      const { before, after, gradient, predicted, cosine, activation } = layer
      const kernel = layer.parameters[0]
      return [
        ...[layer.layer, activation],
        short(Math.sqrt(before.meanSquare)),
        predicted.reason !== undefined && predicted.meanSquare === 0 ? '-' : predictedText(predicted),
        gradient === null ? '-' : short(gradient),
        kernel ? short(kernel.gradientRms) : '',
        percent(after.zeroShare),
        percent(after.deadUnits),
        after.saturatedShare === undefined ? '' : percent(after.saturatedShare),
        Number.isFinite(cosine) ? cosine.toFixed(2) : '-',
      ]
    }),
    heads,
  )
}

/** In brackets where theory does not speak of the layer, or leaves much room. */
const predictedText = ({ meanSquare, holds }: LayerReport['predicted']): string =>
  holds ? short(Math.sqrt(meanSquare)) : `(${short(Math.sqrt(meanSquare))})`

const certificateTable = ({ parameters }: Certificate): string => {
  const heads = ['std', 'expected', 'off by', 'norm', 'rank', 'copies']
  return columns(
    ['parameter', 'shape', 'filled by', ...heads, 'says'],
    parameters.map((one) => {
      const { path, shape, initializer, std, expected, deviation, rule, place, calibratedBy } = one
      return [
        ...[path, shapeText(shape), [initializer.type as string, ...(calibratedBy ?? [])].join(' + ')],
        short(Number(std)),
        expected ? short(Number(expected.std)) : '',
        deviation ? `${Number(deviation.std).toFixed(1)} se` : '',
        one.spectralNorm === undefined ? '' : short(Number(one.spectralNorm)),
        one.effectiveRank === undefined ? '' : short(Number(one.effectiveRank)),
        one.duplicateUnits === undefined ? '' : `${one.duplicateUnits}`,
        rule === 'default' ? 'the layer itself' : `${rule} (${place})`,
      ]
    }),
    heads,
  )
}

const short = (value: number): string => (Number.isFinite(value) ? String(Number(value.toPrecision(4))) : String(value))

const percent = (share: number): string => `${Math.round(100 * share)} %`
