/** The end of a text that may be of any length. */
export class Tail {
  private kept = Buffer.alloc(0)

  constructor(private readonly most: number) {}

  add(bytes: Uint8Array): void {
    this.kept = Buffer.concat([this.kept, bytes]).subarray(-this.most)
  }

  get text(): string {
    return this.kept.toString('utf8')
  }
}
