import { readFileSync } from 'node:fs'
import { FaninError, type Problem, problemToJson, renderProblems, toJson } from '@fanin/core'
import { Command, CommanderError } from 'commander'
import { addComparisonOptions } from './commands/comparisonOptions.js'
import { addRunOptions, addTrainingOptions, count, duration } from './commands/runOptions.js'
import { showDownloads } from './downloads.js'
import { type Answer, exitCodes, type Io } from './io.js'

/** Runs one command line and answers with its exit code. The only place that catches. */
export const main = async (args: readonly string[], io: Io): Promise<number> => {
  let exitCode: number = exitCodes.done
  const print = async (answer: Promise<Answer>): Promise<void> => {
    const { text, json, exitCode: code } = await answer
    io.stdout.write(`${isJson ? toJson(json, 2) : text}\n`)
    exitCode = code ?? exitCodes.done
  }
  const isJson = args.includes('--json')
  const endDownloads = args.includes('--quiet') ? () => {} : showDownloads(io.stderr)
  try {
    await createProgram(io, print, isJson).parseAsync([...args], { from: 'user' })
    endDownloads()
    return exitCode
  } catch (error) {
    endDownloads()
    return complain(error, isJson, io)
  }
}

const { version } = JSON.parse(readFileSync(new URL(import.meta.resolve('#manifest')), 'utf8')) as { version: string }

type Print = (answer: Promise<Answer>) => Promise<void>

const overridesHelp = 'a.b=c changes a value, +a.b=c adds one, ~a.b removes one'

/** The command line. Each command is loaded when it is called for: most need little of what the others need. */
const createProgram = (io: Io, print: Print, isJson: boolean): Command => {
  const program = new Command('fanin')
    .description('Declarative, reproducible experiments on the weight initialization of convolutional networks.')
    .version(version)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => (isJson ? undefined : io.stderr.write(text)),
    })
    .showHelpAfterError('Run fanin --help for the commands.')
  const command = (usage: string, description: string, parent = program): Command =>
    parent.command(usage).description(description).option('--json', 'print the result as JSON')
  const onFile = (name: string, description: string): Command =>
    command(`${name} <file> [overrides...]`, description).addHelpText('after', `\nOverrides: ${overridesHelp}.`)

  addRunOptions(onFile('run', 'Train every arm with every seed; running again resumes.')).action(
    async (file, overrides, options) => print((await import('./commands/run.js')).run(file, overrides, options, io)),
  )
  onFile('validate', 'Check an experiment and everything that it names; nothing runs.').action(
    async (file, overrides) => print((await import('./commands/validate.js')).validate(file, overrides)),
  )
  onFile('plan', 'Show the arms and trials that would run; nothing runs.').action(async (file, overrides) =>
    print((await import('./commands/plan.js')).plan(file, overrides)),
  )
  onFile('summary', 'Show the layers, their shapes and parameters, and what fills each.')
    .option('--arm <label>', 'the arm to show; the first by default')
    .action(async (file, overrides, options) =>
      print((await import('./commands/summary.js')).summary(file, overrides, options)),
    )
  onFile('probe', 'Look into every network before training: what fills it, signal, gradient, and what is wrong.')
    .option('--arm <label>', 'only this arm')
    .option('--seed <n>', 'the seed that the weights are drawn with; the first by default', count(0))
    .option('--examples <n>', 'training examples of the one batch', count(1))
    .action(async (file, overrides, options) =>
      print((await import('./commands/probe.js')).probe(file, overrides, options)),
    )
  addRunOptions(onFile('claims', 'Probe and train what an experiment claims, and say which claims hold.')).action(
    async (file, overrides, options) =>
      print((await import('./commands/claims.js')).claims(file, overrides, options, io)),
  )
  addTrainingOptions(
    onFile('recommend', 'Say which initializers suit the network, why, and how much it matters.').option(
      '--out <folder>',
      'the folder that holds studies, for --train',
      'runs',
    ),
  )
    .option('--arm <label>', 'the arm whose network is meant; the first by default')
    .option('--train <time>', 'race the candidates on the data for so long: 60s, 5m, 1h', duration)
    .option('--write', "write the chosen section into the file, in place of the file's own")
    .action(async (file, overrides, options) =>
      print((await import('./commands/recommend.js')).recommend(file, overrides, options, io)),
    )
  addTrainingOptions(onFile('check', "Hold today's code to the experiment's baseline: ends with 0, 100 or 101."))
    .option('--budget <time>', 'the longest it may train: 90s, 8m, 1h', duration)
    .option('--aa', 'say how often the gate raises a false alarm, and what it finds; trains nothing')
    .option('--junit <file>', 'write JUnit XML there')
    .option('--markdown <file>', 'write a summary there')
    .option('--github', 'annotate the lines of the experiment, as GitHub reads it (default: on GitHub)')
    .action(async (file, overrides, options) =>
      print((await import('./commands/check.js')).check(file, overrides, options, io)),
    )
  const baseline = program
    .command('baseline')
    .description('How an experiment went when all was well; see `fanin check`.')
  const onBaseline = (name: string, description: string): Command =>
    addTrainingOptions(command(`${name} <file> [overrides...]`, description, baseline))
      .option('--reason <text>', 'why it is made; it stays in the baseline')
      .option('--by <name>', 'who makes it (default: the name that git knows)')
      .option('--variant <backends...>', 'train on these backends too, to learn how far numerics alone move a trial')
  onBaseline('create', 'Train every arm with every seed, and write beside the experiment how it went.').action(
    async (file, overrides, options) =>
      print((await import('./commands/baseline.js')).createBaselineOf(file, overrides, options, io)),
  )
  onBaseline('update', 'Make the baseline anew, with a reason.').action(async (file, overrides, options) =>
    print((await import('./commands/baseline.js')).updateBaseline(file, overrides, options, io)),
  )
  command('show <file>', "Show what an experiment's baseline says.", baseline).action(async (file) =>
    print((await import('./commands/baseline.js')).showBaseline(file)),
  )
  command(
    'diff <file> [other]',
    "Show what a baseline changed; against the last commit's by default.",
    baseline,
  ).action(async (file, other) => print((await import('./commands/baseline.js')).diffBaseline(file, other)))
  command('merge <folders...>', 'Bring the shards of one study into one folder.')
    .option('--out <folder>', 'the folder that holds studies', 'runs')
    .action(async (folders, options) => print((await import('./commands/merge.js')).merge(folders, options)))
  addComparisonOptions(
    command('compare <folders...>', 'Say which arm of one study or several is better, as far as the seeds can tell.'),
  )
    .option('--pairs', 'show every pair of arms, and not those of the leader alone')
    .option('--out <file>', 'write the comparison there too; .md, .json or .csv')
    .action(async (folders, options) => print((await import('./commands/compare.js')).compare(folders, options)))
  addComparisonOptions(command('report <folder>', 'Write the page of a study, which needs no network.'))
    .option('--out <files...>', 'where to; .html, .md, .json or .csv (default: report.html in the folder)')
    .action(async (folder, options) => print((await import('./commands/report.js')).report(folder, options)))
  command('list [kind]', 'List initializers, layers, data sets, losses, optimizers, schedules and metrics.')
    .option('--from <file>', 'with the plugins of this experiment')
    .action(async (kind, options) => print((await import('./commands/list.js')).list(kind, options)))
  command('explain <name>', 'Explain an initializer, layer, loss, ... or an error code.')
    .option('--from <file>', 'with the plugins of this experiment')
    .action(async (name, options) => print((await import('./commands/explain.js')).explain(name, options)))
  command('schema', 'Print the JSON Schema of experiments, for editors.')
    .option('--from <file>', 'with the plugins of this experiment')
    .action(async (options) => print((await import('./commands/schema.js')).schema(options)))
  command('init <files...>', 'Write a workflow for GitHub that holds these experiments to their baselines.')
    .option('--ci', 'for continuous integration')
    .action(async (files, options) => print((await import('./commands/init.js')).init(files, options)))
  const plugins = program.command('plugin').description('Write and test plugins.')
  command('create <name>', 'Write a package with an initializer, its tests and an experiment.', plugins).action(
    async (name) => print((await import('./commands/plugin/createPlugin.js')).createPlugin(name)),
  )
  command(
    'test [path]',
    'Hold what a plugin provides to the conformance kit; the plugin here by default.',
    plugins,
  ).action(async (path) => print((await import('./commands/plugin/testPlugin.js')).testPlugin(path)))
  command('doctor', 'Show what this machine can compute with.').action(async () =>
    print((await import('./commands/doctor.js')).doctor()),
  )
  const backend = program
    .command('backend')
    .description("Install or remove TensorFlow's own library, the fastest backend.")
  backend
    .command('install <name>')
    .description('Take the library that is here, download it, or build with what is named; and prove that it trains.')
    .option('--from <path>', 'an archive or a folder of libtensorflow')
    .option('--python <path>', 'a Python that has the package tensorflow-cpu')
    .option('--json', 'print the result as JSON')
    .action(async (name, options) => print((await import('./commands/backend.js')).installBackend(name, options, io)))
  backend
    .command('remove <name>')
    .description('Undo the installation.')
    .option('--json', 'print the result as JSON')
    .action(async (name) => print((await import('./commands/backend.js')).removeBackend(name)))
  return program
}

/** Tells people what went wrong: what they can mend as errors with places, what only we can as a defect. */
const complain = (error: unknown, json: boolean, io: Io): number => {
  if (FaninError.is(error)) {
    if (json) io.stdout.write(errorsJson(error.problems))
    else io.stderr.write(`${renderProblems(error.problems)}\n`)
    return exitCodes.wrongInput
  }
  if (error instanceof CommanderError) {
    // Commander has told people already.
    if (json && error.exitCode !== 0) io.stdout.write(errorsJson([usageProblem(error)]))
    return error.exitCode === 0 ? exitCodes.done : exitCodes.wrongInput
  }
  const { message, stack } = error instanceof Error ? error : new Error(String(error))
  io.stderr.write(`This is a defect of fanin, not of your experiment: ${message}\n`)
  io.stderr.write(process.env.FANIN_DEBUG ? `${stack}\n` : 'Set FANIN_DEBUG=1 to see where; please report it.\n')
  return exitCodes.internal
}

const errorsJson = (problems: readonly Problem[]): string =>
  `${JSON.stringify({ errors: problems.map(problemToJson) }, null, 2)}\n`

const usageProblem = ({ code, message }: CommanderError): Problem => ({
  code: 'FANIN_USAGE',
  message: code === 'commander.help' ? 'A command is missing.' : message.replace(/^error: /, '').replace('\n', ' '),
  hint: 'Run fanin --help for the commands.',
})
