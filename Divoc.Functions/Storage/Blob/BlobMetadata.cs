namespace Divoc.Functions.Storage.Blob;

/// <summary>
/// Metadata are sent as HTTP headers, which lose spaces at their ends: spaces are percent-encoded, and so is the percent sign.
/// </summary>
internal static class BlobMetadata
{
    /// <summary>The encoded form.</summary>
    public static Dictionary<string, string> Write(IReadOnlyDictionary<string, string> metadata)
    {
        return metadata.ToDictionary(
            pair => pair.Key,
            pair => pair.Value.Replace("%", "%25", StringComparison.Ordinal).Replace(" ", "%20", StringComparison.Ordinal));
    }

    /// <summary>The original form.</summary>
    public static Dictionary<string, string> Read(IDictionary<string, string> headers)
    {
        return headers.ToDictionary(pair => pair.Key, pair => Uri.UnescapeDataString(pair.Value));
    }
}
