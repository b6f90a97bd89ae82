import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { FaninError, type Happening } from '@fanin/core'
import type { Engine } from '../backends/backend.js'
import type { AttemptEnd } from '../trial/job.js'
import { type Death, endOfDeath } from './deaths.js'
import type { Guarded } from './guardian.js'
import type { LaunchOptions } from './launcher.js'
import type { Order, Report } from './protocol.js'
import { Tail } from './tail.js'
import { Watchdog } from './watchdog.js'

/** Compiled, because a worker is a program of its own. */
const program = fileURLToPath(import.meta.resolve('#worker'))

type Limits = Pick<LaunchOptions, 'threads' | 'timeout' | 'stall' | 'memory'>

interface Running {
  readonly started: number
  readonly watch: (event: Happening) => void
  readonly resolve: (end: AttemptEnd) => void
  readonly reject: (error: unknown) => void
}

/** A child process that trains, as its supervisor sees it. */
export class WorkerProcess {
  /** Settles once the worker can work, or cannot. */
  readonly ready: Promise<Engine>
  /** Settles once the process is gone. */
  readonly gone: Promise<Death>
  /** False once anything has happened after which it must not be given another trial. */
  clean = true
  private readonly child: ChildProcess
  private readonly output = new Tail(4000)
  private readonly watchdog: Watchdog
  private running: Running | undefined
  /** How the attempt ended that this process is killed for. */
  private verdict: Pick<AttemptEnd, 'status' | 'message'> | undefined

  constructor(
    open: Order,
    private readonly limits: Limits,
  ) {
    const guarded: Guarded = { parent: process.pid, memory: limits.memory }
    this.child = fork(program, [JSON.stringify(guarded)], {
      // Away from the terminal's process group: Ctrl-C is for the supervisor, which asks its workers to end.
      detached: true,
      serialization: 'advanced',
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      execArgv: [`--max-old-space-size=${Math.ceil(Math.min(limits.memory / 2 ** 20, 4096))}`],
      env: environment(limits.threads),
    })
    this.child.on('error', () => {})
    for (const stream of [this.child.stdout, this.child.stderr]) stream?.on('data', (bytes) => this.output.add(bytes))
    this.watchdog = new Watchdog((message) => this.end({ status: 'timeout', message }))
    this.gone = this.awaitExit()
    this.ready = this.awaitReady()
    this.ready.catch(() => {})
    this.watchdog.start({ timeout: Number.POSITIVE_INFINITY, stall: limits.stall })
    this.send(open)
  }

  get pid(): number {
    return this.child.pid ?? 0
  }

  /** Carries out one attempt. Throws where the worker says that the study cannot go on. */
  attempt(order: Order, watch: (event: Happening) => void): Promise<AttemptEnd> {
    return new Promise((resolve, reject) => {
      if (!this.clean) return resolve({ status: 'crashed', seconds: 0, message: 'The worker was gone.' })
      this.running = { started: performance.now(), watch, resolve, reject }
      this.watchdog.start(this.limits)
      this.send(order)
    })
  }

  /** Asks the running attempt to end as cancelled; after `grace` seconds it is made to. */
  cancel(grace: number): void {
    this.send({ order: 'cancel' })
    const message = `It did not end within ${grace} s after it was asked to.`
    setTimeout(() => this.end({ status: 'cancelled', message }), grace * 1000).unref()
  }

  /** Ends the process and whatever it has started. */
  kill(): void {
    this.clean = false
    try {
      process.kill(-this.pid, 'SIGKILL')
    } catch {
      this.child.kill('SIGKILL')
    }
  }

  private end(verdict: Pick<AttemptEnd, 'status' | 'message'>): void {
    this.verdict ??= verdict
    this.kill()
  }

  private send(order: Order): void {
    if (this.child.connected) this.child.send(order, () => {})
  }

  private awaitReady(): Promise<Engine> {
    return new Promise((resolve, reject) => {
      this.child.on('message', (report: Report) => {
        this.watchdog.progress()
        if (report.report === 'ready') {
          this.watchdog.stop()
          resolve(report.engine)
        } else if (report.report === 'happening') this.running?.watch(report.event)
        else if (report.report === 'end') this.settle(report.end)
        else this.refuse(report, reject)
      })
      void this.gone.then((death) =>
        reject(new WorkerLost(this.verdict?.message ?? endOfDeath(death).message, this.verdict !== undefined)),
      )
    })
  }

  private refuse({ problems, message }: Extract<Report, { report: 'refused' }>, reject: (error: Error) => void): void {
    const error = problems.length > 0 ? new FaninError(problems) : new Error(message)
    this.clean = false
    reject(error)
    this.running?.reject(error)
  }

  private settle(end: AttemptEnd): void {
    const clean = end.status === 'completed' || end.status === 'diverged'
    this.clean &&= clean && end.leakedTensors === 0
    this.watchdog.stop()
    this.running?.resolve(end)
    this.running = undefined
  }

  private awaitExit(): Promise<Death> {
    return new Promise((resolve) => {
      const leave = (code: number | null, signal: NodeJS.Signals | null): void => {
        this.clean = false
        this.watchdog.stop()
        const death = { code, signal, output: this.output.text }
        resolve(death)
        const seconds = (performance.now() - (this.running?.started ?? 0)) / 1000
        this.running?.resolve({ ...(this.verdict ?? endOfDeath(death)), seconds })
        this.running = undefined
      }
      this.child.once('close', leave)
      this.child.once('error', () => leave(null, null))
    })
  }
}

/** A worker that was lost before it could work. Another one may fare better, unless this one was `hopeless`. */
export class WorkerLost extends Error {
  constructor(
    message: string,
    readonly hopeless: boolean,
  ) {
    super(message)
  }
}

/** What decides bits and speed is set here, and not inherited by accident. */
const environment = (threads: number): NodeJS.ProcessEnv => ({
  ...process.env,
  TF_NUM_INTRAOP_THREADS: `${threads}`,
  // Graphs are carried out by the thread that calls them: to hand them to another one and wait costs 7 % of a step.
  TF_NUM_INTEROP_THREADS: '-1',
  OMP_NUM_THREADS: `${threads}`,
  TZ: 'UTC',
})
