using SmartPbx.Sip.Messages;

namespace SmartPbx.Sip.Tests.Messages;

public sealed class SipParametersTests
{
    [Fact]
    public void A_changed_copy_leaves_the_original_as_it_was()
    {
        var original = new SipParameters(new SipParameter("tag", "a"), new SipParameter("x", null));

        Assert.Equal(("b", "a"), (original.With("TAG", "b")["tag"], original["tag"]));
    }

    [Fact]
    public void Without_what_is_not_there_it_is_the_same()
    {
        var original = new SipParameters(new SipParameter("tag", "a"));

        Assert.Same(original, original.Without("branch"));
        Assert.Empty(original.Without("Tag"));
    }
}
