using System.Text;
using Divoc.Functions.Rendering;
using Divoc.Functions.Rendering.Pdf;

namespace Divoc.Functions.Tests.Faults;

/// <summary>
/// Writes pages quickly, and each with other bytes at its end, so that bytes which are not those of the stored page are seen. They begin
/// alike, so that the store keeps their beginning once.
/// </summary>
internal sealed class ShortPageWriter : IPdfWriter
{
    private static readonly string Beginning = $"%PDF {new string('.', 5000)} page ";

    private int pages;

    public RenderedPdf Write(CertificatePage page) =>
        new(Encoding.ASCII.GetBytes($"{Beginning}{Interlocked.Increment(ref pages)}"), Beginning.Length);
}
