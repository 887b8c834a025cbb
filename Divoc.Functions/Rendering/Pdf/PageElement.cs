namespace Divoc.Functions.Rendering.Pdf;

/// <summary>Something drawn on the page. Lengths are points (1/72 inch) from the page's top left corner, y downwards.</summary>
public abstract record PageElement;
