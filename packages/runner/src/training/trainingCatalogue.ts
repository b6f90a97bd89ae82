import type { Registry } from '@fanin/core'
import type { AugmentationDefinition } from '../augmentation/index.js'
import type { ExaminationDefinition } from './examinations/examination.js'
import type { LossDefinition } from './losses/loss.js'
import type { MetricDefinition } from './metrics/metric.js'
import type { ScoreDefinition } from './metrics/score.js'
import type { OptimizerDefinition } from './optimizers/index.js'
import type { ScheduleDefinition } from './schedules/index.js'

// biome-ignore-start lint/suspicious/noExplicitAny: a registry holds definitions of many option types.
/** Everything that a `training` section can name, ready to run. */
export interface TrainingCatalogue {
  readonly augmentations: Registry<AugmentationDefinition<any>>
  readonly losses: Registry<LossDefinition<any>>
  readonly optimizers: Registry<OptimizerDefinition<any>>
  readonly schedules: Registry<ScheduleDefinition<any>>
  readonly metrics: Registry<MetricDefinition<any> | ScoreDefinition<any> | ExaminationDefinition<any>>
}
// biome-ignore-end lint/suspicious/noExplicitAny: see above.
