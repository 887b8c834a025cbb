namespace Divoc.Functions.Tests.Faults.Operations;

/// <summary>What a caller wants of the program. It may be called again as long as it has no answer, and also when it has one.</summary>
/// <param name="title">For the schedule.</param>
internal abstract class Operation(string title)
{
    public string Title => title;

    /// <summary>Whether the program has answered. What it had to say before it stopped counts only if it still ran then.</summary>
    public bool IsAnswered { get; private set; }

    /// <summary>Whether the caller calls again until there is an answer, however long that takes.</summary>
    public bool IsPersistent { get; init; }

    /// <summary>See <see cref="Actor.ReadsSideBySide"/>.</summary>
    public virtual bool ReadsSideBySide => false;

    /// <summary>Calls the program once.</summary>
    public async Task CallAsync(SimulatedProgram program)
    {
        var judged = await AskAsync(program);
        if (!program.IsStopped && judged is not null)
        {
            judged();
            IsAnswered = true;
        }
    }

    /// <summary>
    /// Asks. Returns what to do with the answer once it has reached the caller; null if the answer was to come again later.
    /// </summary>
    protected abstract Task<Action?> AskAsync(SimulatedProgram program);
}
