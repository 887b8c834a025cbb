namespace Divoc.Functions.Tests.Storage.Blob;

/// <summary>A container of the double: its blobs in the order of their names.</summary>
internal sealed class DoubledContainer
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, DoubledBlob> blobs = new(StringComparer.Ordinal);
    private readonly SortedSet<string> names = new(StringComparer.Ordinal);

    public DoubledBlob? Find(string name)
    {
        lock (gate)
        {
            return blobs.GetValueOrDefault(name);
        }
    }

    /// <summary>Writes a blob under conditions. Returns null, or the error code of the refusal.</summary>
    public string? TryWrite(string name, DoubledBlob blob, bool onlyNew, string? ifMatch)
    {
        lock (gate)
        {
            var found = blobs.GetValueOrDefault(name);
            if (onlyNew && found is not null)
            {
                return "BlobAlreadyExists";
            }

            if (!string.IsNullOrEmpty(ifMatch) && found?.ETag != ifMatch)
            {
                return "ConditionNotMet";
            }

            blobs[name] = blob;
            names.Add(name);
            return null;
        }
    }

    /// <summary>Deletes a blob. Returns null, or the code of the refusal.</summary>
    public string? TryDelete(string name, string? ifMatch)
    {
        lock (gate)
        {
            if (blobs.GetValueOrDefault(name) is not { } found)
            {
                return "BlobNotFound";
            }

            if (!string.IsNullOrEmpty(ifMatch) && found.ETag != ifMatch)
            {
                return "ConditionNotMet";
            }

            names.Remove(name);
            blobs.Remove(name);
            return null;
        }
    }

    /// <summary>A page of the blobs whose names begin so, from a name on, and the name at which the next page begins.</summary>
    public (IReadOnlyList<(string Name, DoubledBlob Blob)> Blobs, string Next) List(string prefix, string from, int size)
    {
        lock (gate)
        {
            var first = string.CompareOrdinal(from, prefix) > 0 ? from : prefix;
            var last = $"{prefix}\uffff";
            var behind = string.CompareOrdinal(first, last) > 0 ? [] : names.GetViewBetween(first, last);
            var found = behind.Take(size + 1).Select(name => (name, blobs[name])).ToList();
            return (found[..Math.Min(size, found.Count)], found.Count > size ? found[size].name : "");
        }
    }
}
