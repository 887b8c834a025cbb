using System.Buffers;

namespace Divoc.Functions.Triggers;

/// <summary>Reads the body of a call, but never more than a bound.</summary>
internal static class RequestBody
{
    /// <summary>
    /// The bytes of the body; when it is longer than the bound, one byte more than the bound, so that the validation sees that it is too large.
    /// </summary>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpRequest request, int bound, CancellationToken cancellationToken)
    {
        if (request.ContentLength > bound)
        {
            return new byte[bound + 1];
        }

        var reader = request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken);
            if (read.IsCompleted || read.Buffer.Length > bound)
            {
                var body = read.Buffer.Slice(0, Math.Min(read.Buffer.Length, bound + 1)).ToArray();
                reader.AdvanceTo(read.Buffer.End);
                return body;
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }
}
