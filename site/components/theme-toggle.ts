import { setText } from './element.ts';

const THEMES = ['auto', 'light', 'dark'] as const;
const MARKS = { auto: '◐', light: '○', dark: '●' } as const;
type Theme = (typeof THEMES)[number];

/** Charts draw anew on this, since canvases do not follow custom properties. */
export const THEME_CHANGE = 'leantune:theme';

function currentTheme(): Theme {
  const { theme } = document.documentElement.dataset;
  return theme === 'light' || theme === 'dark' ? theme : 'auto';
}

function setTheme(theme: Theme): void {
  const { dataset } = document.documentElement;
  if (theme === 'auto') {
    delete dataset['theme'];
    localStorage.removeItem('theme');
  } else {
    dataset['theme'] = theme;
    localStorage.setItem('theme', theme);
  }
  // The page is seen in its colours before the first chart is drawn in them.
  requestAnimationFrame(() => window.setTimeout(announce));
}

function announce(): void {
  document.dispatchEvent(new Event(THEME_CHANGE));
}

/** A button that goes from the system's theme to light to dark; what is chosen is remembered. */
class ThemeToggle extends HTMLElement {
  connectedCallback(): void {
    const button = document.createElement('button');
    button.type = 'button';
    const [mark, word] = [document.createElement('span'), document.createElement('span')];
    button.append(mark, ' ', word);
    const show = () => {
      const theme = currentTheme();
      setText(mark, MARKS[theme]);
      setText(word, theme);
      button.setAttribute('aria-label', `Theme: ${theme}`);
    };
    button.addEventListener('click', () => {
      setTheme(THEMES[(THEMES.indexOf(currentTheme()) + 1) % THEMES.length] ?? 'auto');
      show();
    });
    show();
    this.replaceChildren(button);
    // Paper is light, whatever the screen is.
    for (const query of ['(prefers-color-scheme: dark)', 'print']) {
      matchMedia(query).addEventListener('change', announce);
    }
  }
}

customElements.define('theme-toggle', ThemeToggle);
