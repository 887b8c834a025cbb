namespace Divoc.Functions.Commands.Service;

/// <summary>Writes files so that they are complete or do not exist.</summary>
internal static class WholeFile
{
    /// <summary>Writes a temporary file beside the place and moves it there; an earlier file is replaced.</summary>
    public static async Task WriteAsync(string path, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        var draft = $"{path}.new";
        try
        {
            await File.WriteAllBytesAsync(draft, bytes, cancellationToken);
            File.Move(draft, path, overwrite: true);
        }
        catch
        {
            File.Delete(draft);
            throw;
        }
    }
}
