namespace Divoc.Functions.Benchmarks.Soak;

/// <summary>
/// Whose event each one is: of every twenty events one repeats an event that was sent some seconds before, and must become its duplicate.
/// </summary>
internal static class SoakPersons
{
    private const int OneIn = 20;

    /// <summary>How far back it goes: to one that repeats nothing itself and that the same partner has sent.</summary>
    private const int Back = 405;

    /// <summary>So many calls in a row are of one partner.</summary>
    private const int CallsInARow = 4;

    /// <summary>The number of the person.</summary>
    public static int Of(int number) => Repeats(number) ? number - Back : number;

    /// <summary>The number that says whose turn a call is.</summary>
    public static int TurnOf(int call) => call / CallsInARow;

    /// <summary>Whether an event repeats another one.</summary>
    public static bool Repeats(int number) => number >= Back && number % OneIn == OneIn - 1;
}
