using Divoc.Functions.Rendering.Pdf;
using Divoc.Functions.Rendering.Pdf.Layout;

namespace Divoc.Functions.Tests.Rendering.Pdf;

public sealed class FontMemoryTests
{
    [Fact]
    public void Font_memory_for_HarfBuzz_stays_valid_when_the_garbage_collector_moves_memory()
    {
        using var fonts = new FontLibrary();
        var before = Glyphs(fonts);
        for (var round = 0; round < 5; round++)
        {
            // What is free is taken by other arrays, so that a font that was moved or freed reads their bytes.
            var others = Enumerable.Range(0, 2_000).Select(_ => Enumerable.Repeat((byte)0xFF, 40_000).ToArray()).ToList();
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
            Assert.Equal(before, Glyphs(fonts));
            GC.KeepAlive(others);
        }
    }

    private static ushort[] Glyphs(FontLibrary fonts)
    {
        using var shaper = new TextShaper(fonts);
        return
        [
            .. shaper.Shape("Office Åse Čapek", FontWeight.Regular).Runs[0].Glyphs.Span,
            .. shaper.Shape("Vaccination", FontWeight.Bold).Runs[0].Glyphs.Span,
        ];
    }
}
