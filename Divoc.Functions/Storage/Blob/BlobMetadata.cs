namespace Divoc.Functions.Storage.Blob;

/// <summary>Metadata travel as HTTP headers, which lose spaces at their ends: spaces are percent-encoded, and the percent sign with them.</summary>
internal static class BlobMetadata
{
    /// <summary>As it is sent.</summary>
    public static Dictionary<string, string> Write(IReadOnlyDictionary<string, string> metadata)
    {
        return metadata.ToDictionary(
            pair => pair.Key,
            pair => pair.Value.Replace("%", "%25", StringComparison.Ordinal).Replace(" ", "%20", StringComparison.Ordinal));
    }

    /// <summary>As it was before.</summary>
    public static Dictionary<string, string> Read(IDictionary<string, string> headers)
    {
        return headers.ToDictionary(pair => pair.Key, pair => Uri.UnescapeDataString(pair.Value));
    }
}
