/** Loads the colour of the service. No page waits for it for long, as it would for a style sheet that stands in the page itself. */
export function loadBrand(): Promise<void> {
  return new Promise((resolve) => {
    const link = document.createElement('link');
    link.rel = 'stylesheet';
    link.href = '/portal/brand.css';
    link.onload = link.onerror = () => resolve();
    document.head.append(link);
  });
}
