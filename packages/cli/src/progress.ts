import { printable } from '@fanin/core'
import { formatDuration } from '@fanin/report'
import { SingleBar } from 'cli-progress'

/** How far a study is: trials that ended, the share done of those that run, and what it is called. */
export interface Done {
  readonly trialsDone: number
  readonly share: number
  readonly label: string
  readonly loss?: number
}

/** Shows people how far a study is, beside its result. */
export interface Progress {
  update(done: Done): void
  /** Prints a line that stays. */
  note(line: string): void
  stop(): void
}

/** What progress is written to: a terminal, where a bar can move, or a log. */
export type ProgressStream = { write(text: string): unknown } & Partial<Pick<NodeJS.WriteStream, 'isTTY' | 'columns'>>

/**
 * A bar with the time left on a terminal, one line for each finished trial elsewhere. `now` counts milliseconds on a
 * clock that never goes back.
 */
export const createProgress = (stream: ProgressStream, total: number, now = () => performance.now()): Progress => {
  const started = now()
  const timeLeft = (share: number): string => timeLeftText(now() - started, share)
  const movable = stream.isTTY === true && process.env.TERM !== 'dumb' && total > 0
  return movable ? bar(stream as NodeJS.WriteStream, total, timeLeft) : lines(stream, total, timeLeft)
}

/** What is left, were the rest as fast as what is done: `about 3 min 5 s left`. Nothing before anything is done. */
export const timeLeftText = (elapsedMilliseconds: number, share: number): string => {
  if (share <= 0 || share >= 1) return ''
  return `about ${formatDuration(Math.ceil((elapsedMilliseconds / 1000) * (1 / share - 1)))} left`
}

type TimeLeft = (share: number) => string

const shareOf = ({ trialsDone, share }: Done, total: number): number =>
  Math.min(1, (trialsDone + Math.max(0, share)) / total)

const joined = (parts: readonly string[]): string => parts.filter((part) => part !== '').join(' · ')

/** One line for each trial that ended. */
const lines = (stream: ProgressStream, total: number, timeLeft: TimeLeft): Progress => {
  let shown = 0
  return {
    update: (done) => {
      if (done.trialsDone <= shown) return
      shown = done.trialsDone
      const parts = [`${shown}/${total} trials`, printable(done.label), timeLeft(shareOf(done, total))]
      stream.write(`${joined(parts)}\n`)
    },
    note: (line) => stream.write(`${printable(line)}\n`),
    stop: () => {},
  }
}

const barWidth = 20

/** A bar that moves in place, without colours. It is taken away for a note and at the end. */
const bar = (stream: NodeJS.WriteStream, total: number, timeLeft: TimeLeft): Progress => {
  let current: Done = { trialsDone: 0, share: 0, label: '' }
  let running = true
  const format = (): string => formatBar(current, total, timeLeft)
  const view = new SingleBar({ stream, format, clearOnComplete: true, hideCursor: true })
  const show = (): void => view.start(1, shareOf(current, total))
  show()
  return {
    update: (done) => {
      current = done
      view.update(shareOf(done, total))
    },
    note: (line) => {
      view.stop()
      stream.write(`${printable(line)}\n`)
      if (running) show()
    },
    stop: () => {
      view.stop()
      running = false
    },
  }
}

const formatBar = (done: Done, total: number, timeLeft: TimeLeft): string => {
  const share = shareOf(done, total)
  const full = Math.round(share * barWidth)
  const drawn = '█'.repeat(full) + '░'.repeat(barWidth - full)
  const trial = `trial ${Math.min(done.trialsDone + 1, total)}/${total}`
  const loss = done.loss === undefined ? '' : `loss ${done.loss.toPrecision(4)}`
  return `${drawn} ${joined([`${Math.floor(share * 100)} %`, timeLeft(share), trial, printable(done.label), loss])}`
}
