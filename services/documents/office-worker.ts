import { serveTasks } from '../thread.ts';
import { officeTasks } from './office-tasks.ts';

serveTasks(officeTasks);
