namespace Divoc.Functions.Tests.Storage.Blob;

/// <summary>A blob of the double. Each write has an ETag that never comes again.</summary>
/// <param name="Content">What it holds.</param>
/// <param name="ContentType">Its media type.</param>
/// <param name="CacheControl">What caches are told.</param>
/// <param name="Metadata">Its metadata, by the names of their headers.</param>
internal sealed record DoubledBlob(
    DoubledContent Content, string ContentType, string CacheControl, IReadOnlyDictionary<string, string> Metadata)
{
    private static long writes;

    /// <summary>In quotes.</summary>
    public string ETag { get; } = $"\"0x{Interlocked.Increment(ref writes):X16}\"";

    public DateTimeOffset LastModified { get; } = DateTimeOffset.UtcNow;
}
