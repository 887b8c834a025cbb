using System.Runtime.InteropServices;

namespace Divoc.Functions.Rendering.Qr;

/// <summary>A block of dark modules of a QR code, in whole modules from the top left corner of the symbol (quiet zone not counted). A byte each: no symbol has more than 177 a side, and there are thousands.</summary>
/// <param name="X">Column of its left edge.</param>
/// <param name="Y">Row of its top edge.</param>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ModuleRectangle(byte X, byte Y, byte Width, byte Height);
