import { FaninError, problemToJson, renderProblems, toJson } from '@fanin/core'
import { faninVersion } from '@fanin/runner'
import { Command, CommanderError } from 'commander'
import { installBackend, removeBackend } from './commands/backend.js'
import { claims } from './commands/claims.js'
import { compare } from './commands/compare.js'
import { addComparisonOptions } from './commands/comparisonOptions.js'
import { doctor } from './commands/doctor.js'
import { explain } from './commands/explain.js'
import { list } from './commands/list.js'
import { merge } from './commands/merge.js'
import { plan } from './commands/plan.js'
import { createPlugin } from './commands/plugin/createPlugin.js'
import { testPlugin } from './commands/plugin/testPlugin.js'
import { probe } from './commands/probe.js'
import { recommend } from './commands/recommend.js'
import { report } from './commands/report.js'
import { run } from './commands/run.js'
import { addRunOptions, count, duration } from './commands/runOptions.js'
import { schema } from './commands/schema.js'
import { summary } from './commands/summary.js'
import { validate } from './commands/validate.js'
import { type Answer, exitCodes, type Io } from './io.js'

/** Runs one command line and answers with its exit code. The only place that catches. */
export const main = async (args: readonly string[], io: Io): Promise<number> => {
  let exitCode: number = exitCodes.done
  const print = async (answer: Promise<Answer>): Promise<void> => {
    const { text, json, exitCode: code } = await answer
    io.stdout.write(`${args.includes('--json') ? toJson(json, 2) : text}\n`)
    exitCode = code ?? exitCodes.done
  }
  try {
    await createProgram(io, print).parseAsync([...args], { from: 'user' })
    return exitCode
  } catch (error) {
    return complain(error, args.includes('--json'), io)
  }
}

type Print = (answer: Promise<Answer>) => Promise<void>

const overridesHelp = 'a.b=c changes a value, +a.b=c adds one, ~a.b removes one'

const createProgram = (io: Io, print: Print): Command => {
  const program = new Command('fanin')
    .description('Declarative, reproducible experiments on the weight initialization of convolutional networks.')
    .version(faninVersion)
    .exitOverride()
    .configureOutput({ writeOut: (text) => io.stdout.write(text), writeErr: (text) => io.stderr.write(text) })
    .showHelpAfterError('Run fanin --help for the commands.')
  const command = (usage: string, description: string, parent = program): Command =>
    parent.command(usage).description(description).option('--json', 'print the result as JSON')
  const onFile = (name: string, description: string): Command =>
    command(`${name} <file> [overrides...]`, description).addHelpText('after', `\nOverrides: ${overridesHelp}.`)

  addRunOptions(onFile('run', 'Train every arm with every seed; running again resumes.')).action(
    (file, overrides, options) => print(run(file, overrides, options, io)),
  )
  onFile('validate', 'Check an experiment and everything that it names; nothing runs.').action((file, overrides) =>
    print(validate(file, overrides)),
  )
  onFile('plan', 'Show the arms and trials that would run; nothing runs.').action((file, overrides) =>
    print(plan(file, overrides)),
  )
  onFile('summary', 'Show the layers, their shapes and parameters, and what fills each.')
    .option('--arm <label>', 'the arm to show; the first by default')
    .action((file, overrides, options) => print(summary(file, overrides, options)))
  onFile('probe', 'Look into every network before training: what fills it, signal, gradient, and what is wrong.')
    .option('--arm <label>', 'only this arm')
    .option('--seed <n>', 'the seed that the weights are drawn with; the first by default', count(0))
    .option('--examples <n>', 'training examples of the one batch', count(1))
    .action((file, overrides, options) => print(probe(file, overrides, options)))
  addRunOptions(onFile('claims', 'Probe and train what an experiment claims, and say which claims hold.')).action(
    (file, overrides, options) => print(claims(file, overrides, options, io)),
  )
  addRunOptions(
    onFile('recommend', 'Say which initializers suit the network, why, and how much it matters; nothing is written.'),
  )
    .option('--arm <label>', 'the arm whose network is meant; the first by default')
    .option('--train <time>', 'race the candidates on the data for so long: 60s, 5m, 1h', duration)
    .option('--write', "write the chosen section into the file, in place of the file's own")
    .action((file, overrides, options) => print(recommend(file, overrides, options, io)))
  command('merge <folders...>', 'Bring the shards of one study into one folder.')
    .option('--out <folder>', 'the folder that holds studies', 'runs')
    .action((folders, options) => print(merge(folders, options)))
  addComparisonOptions(
    command('compare <folders...>', 'Say which arm of one study or several is better, as far as the seeds can tell.'),
  )
    .option('--out <file>', 'write the comparison there too; .md, .json or .csv')
    .action((folders, options) => print(compare(folders, options)))
  addComparisonOptions(command('report <folder>', 'Write the page of a study, which needs no network.'))
    .option('--out <files...>', 'where to; .html, .md, .json or .csv (default: report.html in the folder)')
    .action((folder, options) => print(report(folder, options)))
  command('list [kind]', 'List initializers, layers, data sets, losses, optimizers, schedules and metrics.')
    .option('--from <file>', 'with the plugins of this experiment')
    .action((kind, options) => print(list(kind, options)))
  command('explain <name>', 'Explain an initializer, layer, loss, ... or an error code.')
    .option('--from <file>', 'with the plugins of this experiment')
    .action((name, options) => print(explain(name, options)))
  command('schema', 'Print the JSON Schema of experiments, for editors.')
    .option('--from <file>', 'with the plugins of this experiment')
    .action((options) => print(schema(options)))
  const plugins = program.command('plugin').description('Write and test plugins.')
  command('create <name>', 'Write a package with an initializer, its tests and an experiment.', plugins).action(
    (name) => print(createPlugin(name)),
  )
  command(
    'test [path]',
    'Hold what a plugin provides to the conformance kit; the plugin here by default.',
    plugins,
  ).action((path) => print(testPlugin(path)))
  command('doctor', 'Show what this machine can compute with.').action(() => print(doctor()))
  const backend = program
    .command('backend')
    .description("Install or remove TensorFlow's own library, the fastest backend.")
  backend
    .command('install <name>')
    .description('Take the library that is here, download it, or build with what is named; and prove that it trains.')
    .option('--from <path>', 'an archive or a folder of libtensorflow')
    .option('--python <path>', 'a Python that has the package tensorflow-cpu')
    .option('--json', 'print the result as JSON')
    .action((name, options) => print(installBackend(name, options, io)))
  backend
    .command('remove <name>')
    .description('Undo the installation.')
    .option('--json', 'print the result as JSON')
    .action((name) => print(removeBackend(name)))
  return program
}

/** Tells people what went wrong: what they can mend as errors with places, what only we can as a defect. */
const complain = (error: unknown, json: boolean, io: Io): number => {
  if (FaninError.is(error)) {
    if (json) io.stdout.write(`${JSON.stringify({ errors: error.problems.map(problemToJson) }, null, 2)}\n`)
    else io.stderr.write(`${renderProblems(error.problems)}\n`)
    return exitCodes.wrongInput
  }
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.wrongInput
  const { message, stack } = error instanceof Error ? error : new Error(String(error))
  io.stderr.write(`This is a defect of fanin, not of your experiment: ${message}\n`)
  io.stderr.write(process.env.FANIN_DEBUG ? `${stack}\n` : 'Set FANIN_DEBUG=1 to see where; please report it.\n')
  return exitCodes.internal
}
