import { registerAreaChart } from '@visactor/vchart/esm/chart/area/index.js';
import { registerBarChart } from '@visactor/vchart/esm/chart/bar/index.js';
import { registerCommonChart } from '@visactor/vchart/esm/chart/common/index.js';
import { registerFunnelChart } from '@visactor/vchart/esm/chart/funnel/index.js';
import { registerLineChart } from '@visactor/vchart/esm/chart/line/index.js';
import { registerPieChart } from '@visactor/vchart/esm/chart/pie/index.js';
import { registerCircularProgressChart } from '@visactor/vchart/esm/chart/progress/circular/index.js';
import { registerLinearProgressChart } from '@visactor/vchart/esm/chart/progress/linear/index.js';
import { registerRadarChart } from '@visactor/vchart/esm/chart/radar/index.js';
import { registerScatterChart } from '@visactor/vchart/esm/chart/scatter/index.js';
import { registerWordCloudChart } from '@visactor/vchart/esm/chart/word-cloud/index.js';
import {
  registerCartesianBandAxis,
  registerCartesianLinearAxis,
  registerCartesianTimeAxis,
} from '@visactor/vchart/esm/component/axis/cartesian/index.js';
import { registerPolarBandAxis, registerPolarLinearAxis } from '@visactor/vchart/esm/component/axis/polar/index.js';
import { registerCartesianCrossHair, registerPolarCrossHair } from '@visactor/vchart/esm/component/crosshair/index.js';
import { registerIndicator } from '@visactor/vchart/esm/component/indicator/index.js';
import { registerLabel } from '@visactor/vchart/esm/component/label/index.js';
import { registerDiscreteLegend } from '@visactor/vchart/esm/component/legend/index.js';
import { registerMarkLine } from '@visactor/vchart/esm/component/marker/mark-line/index.js';
import { registerTitle } from '@visactor/vchart/esm/component/title/index.js';
import { registerTooltip } from '@visactor/vchart/esm/component/tooltip/index.js';
import { VChart } from '@visactor/vchart/esm/core/index.js';
import { registerAllMarks } from '@visactor/vchart/esm/mark/index.js';
import { registerFormatPlugin } from '@visactor/vchart/esm/plugin/chart/formatter/index.js';
import { registerCanvasTooltipHandler } from '@visactor/vchart/esm/plugin/components/tooltip-handler/index.js';

/** VChart with the kinds of chart that the platform names for cards, and without what could turn a text into HTML. */
VChart.useRegisters([
  ...[registerLineChart, registerAreaChart, registerBarChart, registerPieChart, registerScatterChart],
  ...[registerCommonChart, registerFunnelChart, registerRadarChart, registerWordCloudChart],
  ...[registerLinearProgressChart, registerCircularProgressChart, registerAllMarks],
  ...[registerCartesianBandAxis, registerCartesianLinearAxis, registerCartesianTimeAxis],
  ...[registerPolarBandAxis, registerPolarLinearAxis, registerCartesianCrossHair, registerPolarCrossHair],
  ...[registerIndicator, registerLabel, registerDiscreteLegend, registerMarkLine, registerTitle, registerTooltip],
  ...[registerFormatPlugin, registerCanvasTooltipHandler],
]);

export { VChart };
