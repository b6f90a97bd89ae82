import { rmSync } from 'node:fs'
import { FaninError, type Happening } from '@fanin/core'
import type { Engine } from '../backends/backend.js'
import { dataFolder, type PreparedData, prepareData } from '../data/prepared.js'
import { failpoint } from '../failpoint.js'
import type { AttemptEnd, Job } from '../trial/job.js'
import type { Launcher, LaunchOptions, Workplace } from './launcher.js'
import type { Order } from './protocol.js'
import { WorkerLost, WorkerProcess } from './workerProcess.js'

/** Workers lost in a row, before they could work, after which it is not chance. */
const mostLost = 5

/** Seconds that a cancelled attempt has to end by itself. */
const grace = 5

/** Carries out attempts in processes of this machine: what happens to one of them happens to its own trial alone. */
export class ProcessLauncher implements Launcher {
  readonly workers: number
  private readonly slots: Promise<WorkerProcess>[] = []
  private readonly alive = new Set<WorkerProcess>()
  private readonly prepared = new Map<string, PreparedData>()
  private readonly killAll = (): void => {
    for (const worker of this.alive) worker.kill()
  }

  private engine: Engine | undefined
  private workplace: Workplace | undefined
  private lost = 0
  private cancelled = false
  private closed = false

  constructor(
    private readonly openOrder: Order,
    private readonly options: LaunchOptions,
  ) {
    this.workers = options.workers
    process.on('exit', this.killAll)
  }

  async open(): Promise<Engine> {
    for (let slot = 0; slot < this.workers; slot++) this.slots[slot] = this.start(slot)
    // One that cannot be started says so again to whoever gives it an attempt.
    for (const starting of this.slots) starting.catch(() => {})
    return (await Promise.race(this.slots)).ready
  }

  prepare(workplace: Workplace): void {
    this.workplace = workplace
    const folder = dataFolder(workplace.folder)
    for (const [digest, data] of workplace.data) this.prepared.set(digest, prepareData(folder, data))
    failpoint('data.prepared')
  }

  async attempt(slot: number, job: Job, watch: (event: Happening) => void): Promise<AttemptEnd> {
    const data = this.prepared.get(job.data)
    if (!this.workplace || !data) throw new Error('An attempt needs its data.')
    const { folder, tensorboard } = this.workplace
    const worker = await this.workerFor(slot)
    failpoint('worker.chosen')
    if (this.cancelled) return { status: 'cancelled', seconds: 0 }
    const end = await worker.attempt({ order: 'attempt', job, folder, data, tensorboard }, watch)
    if (!worker.clean) worker.kill()
    return end
  }

  cancel(): void {
    this.cancelled = true
    for (const worker of this.alive) worker.cancel(grace)
  }

  async close(): Promise<void> {
    this.closed = true
    this.killAll()
    await Promise.all([...this.alive].map(({ gone }) => gone))
    process.off('exit', this.killAll)
    if (this.workplace) rmSync(dataFolder(this.workplace.folder), { recursive: true, force: true })
  }

  /** The worker of a slot; a new one where there is none, or where the last one cannot be trusted any more. */
  private async workerFor(slot: number): Promise<WorkerProcess> {
    const worker = await this.slots[slot]
    if (worker?.clean) return worker
    this.slots[slot] = this.start(slot)
    return this.slots[slot]
  }

  /** Starts a worker; one that is lost before it can work is started again, unless nobody wants workers any more. */
  private async start(slot: number): Promise<WorkerProcess> {
    for (;;) {
      if (this.closed) throw new Error('No worker is wanted any more.')
      const worker = this.spawn(slot)
      try {
        const engine = await worker.ready
        this.lost = 0
        this.engine ??= engine
        if (JSON.stringify(engine) !== JSON.stringify(this.engine)) throw changedEngine(this.engine, engine)
        this.options.tell({ kind: 'worker.start', worker: slot, pid: worker.pid })
        return worker
      } catch (error) {
        worker.kill()
        if (!(error instanceof WorkerLost)) throw error
        if (error.hopeless || ++this.lost >= mostLost) throw cannotStart(error)
      }
    }
  }

  private spawn(slot: number): WorkerProcess {
    const worker = new WorkerProcess(this.openOrder, this.options)
    failpoint('worker.spawned')
    this.alive.add(worker)
    void worker.gone.then(({ code, signal, output }) => {
      this.alive.delete(worker)
      const reason = signal ?? `exit code ${code}`
      this.options.tell({ kind: 'worker.end', worker: slot, pid: worker.pid, reason, ...(output && { output }) })
    })
    return worker
  }
}

const changedEngine = (before: Engine, now: Engine): FaninError =>
  new FaninError({
    code: 'FANIN_STUDY_CHANGED',
    message: `Workers compute with different engines: ${before.version} and ${now.version}.`,
    hint: 'Something was installed while the study ran. Run it again.',
  })

const cannotStart = (cause: Error): FaninError =>
  new FaninError(
    {
      code: 'FANIN_WORKER',
      message: `Workers cannot be started: ${cause.message}`,
      hint: 'Look at `fanin doctor`; `--workers 0` trains in the same process and shows more.',
    },
    { cause },
  )
