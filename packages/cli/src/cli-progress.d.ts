/** What fanin uses of cli-progress, which comes without types. */
declare module 'cli-progress' {
  export interface Options {
    readonly stream: NodeJS.WritableStream
    /** Called at each redraw. */
    readonly format: () => string
    readonly clearOnComplete: boolean
    readonly hideCursor: boolean
  }

  export class SingleBar {
    constructor(options: Options)
    start(total: number, value: number): void
    update(value: number): void
    stop(): void
  }
}
