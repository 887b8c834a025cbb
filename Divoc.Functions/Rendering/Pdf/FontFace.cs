using System.Runtime.InteropServices;
using HarfBuzzSharp;

namespace Divoc.Functions.Rendering.Pdf;

/// <summary>One font file, held for the life of the program. Thread-safe: nothing in it changes after it is made.</summary>
internal sealed class FontFace : IDisposable
{
    private const int ZeroWidthNonJoiner = 0x200C;

    private readonly Blob _blob;
    private readonly Face _face;

    private FontFace(byte[] file)
    {
        File = file;
        // Not Blob.FromStream: it hands HarfBuzz the address of an array that the garbage collector later moves.
        _blob = new Blob(Marshal.UnsafeAddrOfPinnedArrayElement(file, 0), file.Length, MemoryMode.ReadOnly);
        _blob.MakeImmutable();
        _face = new Face(_blob, 0);
        _face.MakeImmutable();
        UnitsPerEm = _face.UnitsPerEm;
        Font = new Font(_face);
        Font.SetFunctionsOpenType();
        Font.SetScale(UnitsPerEm, UnitsPerEm);
        InvisibleGlyph = Font.TryGetNominalGlyph(ZeroWidthNonJoiner, out var glyph) ? (ushort)glyph : null;
    }

    /// <summary>The font file's bytes, at a fixed place in memory, since HarfBuzz reads them there.</summary>
    public byte[] File { get; }

    /// <summary>Font units an em.</summary>
    public int UnitsPerEm { get; }

    /// <summary>The font for shaping, scaled to font units.</summary>
    public Font Font { get; }

    /// <summary>A glyph without width that no text draws, U+200C; null if there is none. Noto gives it an outline, which is never to be embedded.</summary>
    public ushort? InvisibleGlyph { get; }

    /// <summary>Loads a font that is part of the program.</summary>
    public static FontFace Load(string fileName)
    {
        var name = $"{typeof(FontFace).Namespace}.Fonts.{fileName}";
        using var stream = typeof(FontFace).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The font {name} is missing in the program.");
        var file = GC.AllocateUninitializedArray<byte>((int)stream.Length, pinned: true);
        stream.ReadExactly(file);
        return new FontFace(file);
    }

    public void Dispose()
    {
        Font.Dispose();
        _face.Dispose();
        _blob.Dispose();
    }
}
