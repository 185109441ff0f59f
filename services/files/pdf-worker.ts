import { serveTasks } from '../thread.ts';
import { pdfTasks } from './pdf-tasks.ts';

serveTasks(pdfTasks);
