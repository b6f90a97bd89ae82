/**
 * Every error code, with its meaning. A code never changes and is never reused.
 *
 * `docs/errors.md` is generated from this table.
 */
export const errorCatalogue = {
  // The text of the experiment
  FANIN_FILE_NOT_READABLE: 'A file that the experiment needs cannot be read.',
  FANIN_YAML_SYNTAX: 'The text is not valid YAML.',
  FANIN_YAML_EMPTY: 'The file holds no experiment.',
  FANIN_YAML_LIMIT: 'The YAML is larger, deeper or more repetitive than an experiment needs to be.',
  FANIN_FORBIDDEN_KEY: 'A key that could reach into JavaScript objects, such as `__proto__`.',

  // The experiment
  FANIN_UNKNOWN_KEY: 'A key that has no meaning where it stands.',
  FANIN_MISSING_KEY: 'A required key is absent.',
  FANIN_INVALID_VALUE: 'A value has the wrong type or is out of range.',
  FANIN_UNKNOWN_TYPE: 'There is no initializer, layer, loss, data set, ... of this name.',
  FANIN_INVALID_OPTIONS: 'An option has the wrong type or is out of range.',
  FANIN_EXTENDS_LOOP: 'Files extend each other in a circle.',
  FANIN_OVERRIDE: 'A command-line override cannot be understood or does not fit the experiment.',
  FANIN_CLAIM: 'The measure of a claim cannot be taken.',
  FANIN_SWEEP: 'The sweep cannot be expanded into arms.',

  // The model
  FANIN_LAYER_INPUT: 'A layer cannot work on the shape that reaches it.',
  FANIN_LAYER_NAME: 'A layer has a name that is taken, or names an input that does not exist.',
  FANIN_MODEL_INPUT: "The model's input shape is not that of the data.",
  FANIN_MODEL_OUTPUT: "The model's output does not fit the data or the loss.",
  FANIN_TASK: 'A loss, a metric or an augmentation is made for other data than those of the data set.',
  FANIN_RULE_UNMATCHED: 'An initializer rule matches no parameter.',
  FANIN_INITIALIZER_SHAPE: 'An initializer cannot fill a parameter of this shape.',
  FANIN_INITIALIZER_RESULT: 'An initializer returned something else than one finite number per weight.',
  FANIN_CALIBRATOR_NETWORK: 'A calibrator cannot work on this network.',
  FANIN_METRIC_RESULT: 'A metric returned something else than a number, or one for each class.',
  FANIN_CALIBRATOR_RESULT: 'A calibrator set a parameter to something else than one finite number per weight.',

  // Plugins
  FANIN_PLUGIN_NOT_FOUND: 'A plugin cannot be found.',
  FANIN_PLUGIN_PATH: 'A plugin path leads outside the folder of the file that names it.',
  FANIN_PLUGIN_LOAD: 'A plugin failed while it was loaded.',
  FANIN_PLUGIN_EXPORT: 'A plugin exports nothing by default that is a plugin.',
  FANIN_PLUGIN_CONTRACT: 'A plugin was written for another version of the contract.',
  FANIN_PLUGIN_NAME: 'A plugin gives itself, or something that it provides, a name that YAML cannot use.',
  FANIN_PLUGIN_NAMESPACE: 'Two plugins claim one namespace.',
  FANIN_PLUGIN_DEFINITION: 'A plugin provides something that lacks a part, or that fanin does not know.',
  FANIN_PLUGIN_SCHEMA: 'The options of something that a plugin provides are no valid, closed JSON Schema.',
  FANIN_PLUGIN_FROZEN: 'A plugin tried to change what it was given to read.',
  FANIN_PLUGIN_RANDOM: 'A plugin called Math.random, so that no run could be repeated.',
  FANIN_PLUGIN_EXIT: 'A plugin tried to end the process.',

  // Data
  FANIN_DATA_NOT_FOUND: 'A data file or folder does not exist or cannot be read.',
  FANIN_DATA_DOWNLOAD: 'A data file is not there and cannot be downloaded.',
  FANIN_DATA_FORMAT: 'A data file is truncated, mislabelled or damaged.',
  FANIN_DATA_LABELS: 'Labels are out of range or do not fit the images.',

  // Running
  FANIN_BACKEND: 'A backend is not available on this machine.',
  FANIN_BACKEND_INSTALL: 'A backend cannot be installed on this machine.',
  FANIN_STUDY_FOLDER: 'The folder of a study cannot be written or read.',
  FANIN_STUDY_BUSY: 'Another process runs the study.',
  FANIN_STUDY_CHANGED: "The data, a plugin or the engine is not what the study's trials were begun with.",
  FANIN_STUDY_MERGE: 'Folders do not hold parts of one study.',
  FANIN_WORKER: 'Worker processes cannot be started.',

  // The gate
  FANIN_BASELINE: 'A baseline is not there, or cannot be read or made.',
  FANIN_BASELINE_VERSION: 'A baseline is of a newer fanin.',
  FANIN_BASELINE_EDITED: 'A baseline was changed by something else than fanin.',
  FANIN_GATE: 'A check could never tell anything: the gate is not to be met, or the seeds or the budget are too few.',

  // The command line
  FANIN_USAGE: 'The command line cannot be understood.',
} as const

export type ErrorCode = keyof typeof errorCatalogue
