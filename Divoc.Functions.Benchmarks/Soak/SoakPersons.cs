namespace Divoc.Functions.Benchmarks.Soak;

/// <summary>Whose event each one is: of every twenty events one repeats an event that was sent some seconds before, and must become its duplicate.</summary>
internal static class SoakPersons
{
    private const int OneIn = 20;

    /// <summary>How far back it goes: to one that repeats nothing itself.</summary>
    private const int Back = 205;

    /// <summary>The number of the person.</summary>
    public static int Of(int number) => Repeats(number) ? number - Back : number;

    /// <summary>Whether an event repeats another one.</summary>
    public static bool Repeats(int number) => number >= Back && number % OneIn == OneIn - 1;
}
