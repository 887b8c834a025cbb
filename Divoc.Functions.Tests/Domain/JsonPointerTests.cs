using Divoc.Functions.Domain;

namespace Divoc.Functions.Tests.Domain;

public sealed class JsonPointerTests
{
    /// <summary>The names of RFC 6901 section 5, and those whose order of replacement matters.</summary>
    [Theory]
    [InlineData("foo", "foo")]
    [InlineData("", "")]
    [InlineData("a/b", "a~1b")]
    [InlineData("c%d", "c%d")]
    [InlineData("i\\j", "i\\j")]
    [InlineData(" ", " ")]
    [InlineData("m~n", "m~0n")]
    [InlineData("~1", "~01")]
    [InlineData("~0", "~00")]
    [InlineData("/~/", "~1~0~1")]
    public void A_name_is_escaped_and_read_back(string name, string step)
    {
        Assert.Equal(step, JsonPointer.Escape(name));
        Assert.Equal(name, JsonPointer.Unescape(step));
        Assert.True(JsonPointer.IsEscaped($"/x/{step}"));
    }

    [Theory]
    [InlineData("/~")]
    [InlineData("/a~2b")]
    [InlineData("/~~0")]
    [InlineData("/~0~")]
    public void A_tilde_that_does_not_begin_an_escape_is_detected(string pointer)
    {
        Assert.False(JsonPointer.IsEscaped(pointer));
    }

    [Fact]
    public void A_place_is_written_step_by_step_as_a_JSON_pointer()
    {
        var place = new JsonPointer();
        Assert.Equal(("", 0), (place.ToString(), place.Depth));

        place.Push("a/b");
        place.Push(12);
        place.Push("m~n");
        Assert.Equal(("/a~1b/12/m~0n", 3), (place.ToString(), place.Depth));

        place.Pop();
        place.Push("");
        Assert.Equal("/a~1b/12/", place.ToString());
    }
}
