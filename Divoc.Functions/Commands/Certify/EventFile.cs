using Divoc.Functions.Commands.Service;

namespace Divoc.Functions.Commands.Certify;

/// <summary>A file of events, read into memory.</summary>
internal abstract class EventFile
{
    /// <summary>A size at which a call is answered soon and a stop loses little work.</summary>
    protected const int EventsPerCall = 200;

    private const long LargestFile = 256L * 1024 * 1024;

    /// <summary>How many events it has.</summary>
    public abstract int Count { get; }

    /// <summary>What is counted in the progress display.</summary>
    public abstract string What { get; }

    /// <summary>The name of the column with the places in summary.csv.</summary>
    public abstract string Place { get; }

    /// <summary>Issues all events, one part after another; the lines of a part are in the order of the file.</summary>
    /// <exception cref="ServiceRefusalException">The service refused a call.</exception>
    public abstract IAsyncEnumerable<IReadOnlyList<EventLine>> IssueAsync(EventIssuer issuer, CancellationToken stop);

    /// <summary>The bytes of a file.</summary>
    /// <exception cref="CommandException">It can't be read, or is too large.</exception>
    protected static async Task<byte[]> BytesOfAsync(string file, CancellationToken stop)
    {
        if (new FileInfo(file) is { Exists: true, Length: > LargestFile })
        {
            throw new CommandException($"{file} has more than {LargestFile} bytes: split it.");
        }

        try
        {
            return await File.ReadAllBytesAsync(file, stop);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(exception.Message, exception);
        }
    }
}
