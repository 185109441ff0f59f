import { useEffect, useId, useRef, useState } from 'react';
import type { Chart as ChartElement } from './card-json.ts';
import { Table } from './table.tsx';

const palettes: Record<string, string[]> = {
  brand: ['#3370ff', '#7ea6ff', '#1849bd', '#a9c5ff', '#0b2f8a', '#cfdfff'],
  rainbow: ['#3370ff', '#00b8a9', '#ffb400', '#f76964', '#7f3bf5', '#14c0ff', '#34a853', '#f14ba9'],
  complementary: ['#3370ff', '#ff8800', '#7ea6ff', '#ffb869', '#1849bd', '#b8500a'],
  converse: ['#3370ff', '#f54a45', '#7ea6ff', '#f98e8b', '#1849bd', '#a32b24'],
  primary: ['#3370ff', '#34a853', '#ffb400', '#f54a45', '#14c0ff', '#7f3bf5'],
};

/**
 * A chart drawn by VChart, which is loaded with the first chart. Its numbers can be read as a table as well; that is also
 * what stands there when the specification cannot be drawn.
 */
export function Chart({ chart }: { chart: ChartElement }) {
  const place = useRef<HTMLDivElement>(null);
  const [state, setState] = useState<'loading' | 'drawn' | 'broken'>('loading');
  const [asTable, setAsTable] = useState(false);
  const numbers = useId();
  const spec = chart.chart_spec;
  const title = spec?.title?.text ?? '图表';

  useEffect(() => {
    let gone = false;
    let release = () => {};
    const draw = async () => {
      const [{ VChart }] = await Promise.all([import('./chart-engine.ts'), document.fonts.ready]);
      if (gone || !place.current) return;
      const drawing = new VChart(specOf(chart) as never, { dom: place.current, animation: false });
      release = () => drawing.release();
      drawing.renderSync();
      setState('drawn');
    };
    draw().catch(() => gone || setState('broken'));
    return () => {
      gone = true;
      release();
    };
  }, [chart]);

  const fixed = chart.height && chart.height !== 'auto' ? { height: chart.height, aspectRatio: 'auto' } : {};
  const ratio = chart.aspect_ratio ? { aspectRatio: chart.aspect_ratio.replace(':', '/') } : {};
  return (
    <figure className="chart" aria-label={title}>
      {state !== 'broken' && (
        <div
          ref={place}
          className="chart-place"
          role="img"
          aria-label={title}
          aria-busy={state === 'loading'}
          style={{ ...ratio, ...fixed }}
        />
      )}
      {state === 'broken' && <div className="unknown">图表“{title}”画不出来，数据见下表</div>}
      <button
        type="button"
        className="chart-numbers"
        aria-expanded={asTable}
        aria-controls={numbers}
        onClick={() => setAsTable(!asTable)}
      >
        {asTable ? '收起数据' : '查看数据'}
      </button>
      {(asTable || state === 'broken') && (
        <div id={numbers}>
          <Table table={tableOf(chart)} />
        </div>
      )}
    </figure>
  );
}

/** The card's own specification, with the platform's colours where it has none, and tips drawn as text, never as HTML. */
function specOf(chart: ChartElement): object {
  const spec = chart.chart_spec ?? {};
  const family = getComputedStyle(document.body).fontFamily;
  return {
    color: palettes[chart.color_theme ?? 'brand'],
    background: 'transparent',
    padding: 8,
    ...structuredClone(spec),
    theme: { fontFamily: family },
    tooltip: { ...(spec.tooltip as object | undefined), renderMode: 'canvas' },
  };
}

function tableOf(chart: ChartElement) {
  const data = [chart.chart_spec?.data].flat() as ({ values?: Record<string, unknown>[] } | undefined)[];
  const rows = data.flatMap((part) => part?.values ?? []);
  const names = [...new Set(rows.flatMap(Object.keys))];
  return { tag: 'table' as const, columns: names.map((name) => ({ name, display_name: name })), rows, page_size: 10 };
}
