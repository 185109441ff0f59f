import { type CSSProperties, useState } from 'react';
import { OpenablePicture } from '../picture-viewer.tsx';
import { fileUrl } from '../protocol.ts';
import type { ImgCombination as CombinationElement, Img } from './card-json.ts';

const widths: Record<string, string> = { stretch: '100%', large: '160px', medium: '80px', small: '40px', tiny: '16px' };
const shown = { double: 2, triple: 3, bisect: 6, trisect: 9 };

/** A picture; a press shows it in full unless the card forbids that. */
export function Picture({ img }: { img: Img }) {
  const [broken, setBroken] = useState(false);
  const alt = img.alt?.content ?? '';
  if (broken) return <div className="unknown">图片无法显示：{alt || img.img_key}</div>;
  const drawn = (
    <img
      src={fileUrl(img.img_key)}
      alt={img.preview === false ? alt : ''}
      title={img.title?.content}
      onError={() => setBroken(true)}
      style={{ ...frame(img), borderRadius: img.corner_radius }}
    />
  );
  if (img.preview === false) return <span className="picture">{drawn}</span>;
  return (
    <OpenablePicture className="picture" picture={{ src: fileUrl(img.img_key), alt }}>
      {drawn}
    </OpenablePicture>
  );
}

/** Several pictures in one frame; what is beyond the mode's number is left out, as the platform does. */
export function ImgCombination({ combination }: { combination: CombinationElement }) {
  const mode = combination.combination_mode;
  return (
    <div className={`combination ${mode}`} style={{ borderRadius: combination.corner_radius }}>
      {combination.img_list?.slice(0, shown[mode]).map(({ img_key }, index) => (
        <OpenablePicture key={index} picture={{ src: fileUrl(img_key), alt: `第 ${index + 1} 张` }}>
          <img src={fileUrl(img_key)} alt="" />
        </OpenablePicture>
      ))}
    </div>
  );
}

/** The size word, or two lengths, of a cropped picture as CSS; an uncropped one fills its place. */
function frame(img: Img): CSSProperties {
  if (img.scale_type === 'fit_horizontal') return { width: '100%' };
  const position = img.scale_type === 'crop_top' ? 'top' : 'center';
  if (img.size?.includes('px')) {
    const [width, height] = img.size.split(' ');
    return { width, height, objectFit: 'cover', objectPosition: position };
  }
  const width = widths[img.size ?? ''];
  if (!width) return {};
  const square = width === '100%' ? {} : { height: width, objectFit: 'cover' as const, objectPosition: position };
  return { width, ...square };
}
