using Divoc.Functions.Commands.Service;

namespace Divoc.Functions.Commands.Certify;

/// <summary>A file of events that is in memory.</summary>
internal abstract class EventFile
{
    /// <summary>As many as a call takes well: the answer comes soon, and a stop costs little.</summary>
    protected const int EventsPerCall = 200;

    private const long LargestFile = 256L * 1024 * 1024;

    /// <summary>How many events it has.</summary>
    public abstract int Count { get; }

    /// <summary>What is told to be counted while they are issued.</summary>
    public abstract string What { get; }

    /// <summary>The name of the column of summary.csv that has the places.</summary>
    public abstract string Place { get; }

    /// <summary>Has all events issued, a part at a time; the lines of a part come in the order of the file.</summary>
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
