/// <reference lib="dom" />
// Each weight comes in pieces by characters; a browser with a Chinese font of its own loads none of them.
import '@fontsource/noto-sans-sc/400.css';
import '@fontsource/noto-sans-sc/600.css';
// Semi's tokens come first, so that the page's own rules have the last word.
import '@douyinfe/semi-ui-19/lib/es/_base/base.css';
import './style.css';
import './card.css';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';

createRoot(document.getElementById('root')!).render(<App />);
