import { closeSync } from 'node:fs'
import { hostname } from 'node:os'
import type { AttemptEvent, RecordedNumber } from '@fanin/core'
import { makeFolders, openNext, writeFully } from '../disk/files.js'
import type { Histogram } from './histogram.js'
import type { Sink } from './sink.js'
import { type BoardEvent, encodeEvent, type Summary } from './summary.js'
import { tfRecord } from './tfrecord.js'

/**
 * Writes the events of one attempt at a trial as curves, histograms and texts of TensorBoard.
 *
 * A new file each time, one writer. Where an earlier attempt left a file in the folder, TensorBoard shows the last one.
 */
export const tensorboardSink = (folder: string, now: () => Date): Sink => {
  const seconds = () => now().getTime() / 1000
  const name = `events.out.tfevents.${Math.floor(seconds())}.${hostname()}.${process.pid}`
  makeFolders(folder)
  const { file, path } = openNext(folder, (number) => `${name}.${number}`)
  const write = (event: BoardEvent) => writeFully(file, path, tfRecord(encodeEvent(event)))
  let step = 0
  write({ time: seconds(), says: 'version' })
  write({ time: seconds(), says: 'start' })
  return {
    write: (happening) => {
      const event = happening as unknown as AttemptEvent
      step = stepOf(event) ?? step
      const summaries = summariesOf(event)
      if (summaries.length > 0) write({ time: seconds(), step, summaries })
    },
    close: () => closeSync(file),
  }
}

const stepOf = (event: AttemptEvent): number | undefined =>
  event.kind === 'epoch' ? event.steps : 'step' in event ? event.step : undefined

const summariesOf = (event: AttemptEvent): readonly Summary[] => {
  switch (event.kind) {
    case 'step':
      return [scalar('loss/step', event.loss), scalar('learningRate', event.learningRate)]
    case 'epoch':
      return (['train', 'validation', 'test'] as const).flatMap((split) =>
        Object.entries(event[split] ?? {}).map(([measure, value]) => scalar(`${measure}/${split}`, value)),
      )
    case 'probe':
      return [
        ...event.parameters.flatMap(({ path, ...numbers }) =>
          Object.entries(numbers).map(([name, value]) => scalar(`${name}/${path}`, value)),
        ),
        ...event.layers.flatMap(({ layer, std, gradient }) => [
          scalar(`signal/${layer}`, std),
          scalar(`signalGradient/${layer}`, gradient),
        ]),
        ...(['noiseScale', 'sharpness'] as const).flatMap((name) =>
          event[name] === undefined ? [] : [scalar(name, event[name])],
        ),
      ]
    case 'weights':
      return event.parameters
        .map(({ path, histogram: { low, high, counts } }) => ({
          tag: `weights/${path}`,
          histogram: { low: Number(low), high: Number(high), counts },
        }))
        .filter(({ histogram }) => isBounded(histogram))
    case 'diverged':
      return [{ tag: 'diverged', text: `${event.quantity} was ${event.value} at step ${event.step}.` }]
    case 'warning':
      return [{ tag: 'warning', text: event.message }]
    case 'trial.end':
      return [{ tag: 'end', text: [event.status, event.message].filter(Boolean).join(': ') }]
    default:
      return []
  }
}

/** A number of a log is spelled where it is not finite; a curve has NaN and infinities. */
const scalar = (tag: string, value: RecordedNumber): Summary => ({ tag, scalar: Number(value) })

/** A histogram without finite bounds has nothing to show. */
const isBounded = ({ low, high }: Histogram): boolean => Number.isFinite(low) && Number.isFinite(high)
