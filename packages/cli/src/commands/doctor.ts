import { backendStatus, provenance } from '@fanin/runner'
import type { Answer } from '../io.js'
import { columns } from '../table.js'

/** `fanin doctor`: what this machine has, and which backend `auto` takes. */
export const doctor = async (): Promise<Answer> => {
  const backends = await backendStatus()
  const { fanin, node, machine, git } = provenance()
  const auto = backends.find(({ available }) => available)?.name
  const text = [
    `fanin ${fanin}, Node ${node}, ${machine.os} ${machine.arch}`,
    `${machine.cpu}, ${machine.cores} cores, ${Math.round(machine.memory / 2 ** 30)} GiB`,
    '',
    columns(
      ['backend', 'here', 'about'],
      backends.map(({ name, available, about }) => [name, available ? 'yes' : 'no', about]),
    ),
    '',
    auto ? `\`backend: auto\` takes ${auto}.` : 'No backend works here.',
    ...(auto === 'tensorflow' ? [] : ['`fanin backend install tensorflow` would make training faster.']),
  ].join('\n')
  return { text, json: { fanin, node, machine, git, backends, auto: auto ?? null } }
}
