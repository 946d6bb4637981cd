using SmartPbx.Domain.Directory;
using SmartPbx.MediaEdge.Routing;
using SmartPbx.MediaEdge.Tests.Kit;

namespace SmartPbx.MediaEdge.Tests.Routing;

public class NumberPlanTests
{
    private static readonly DialPlan Korea = new() { TenantId = TestEdge.Demo, CountryCode = "82" };
    private static readonly DialPlan America = new() { TenantId = TestEdge.Demo, CountryCode = "1", InternationalPrefix = "011", NationalPrefix = "1", NationalDigits = 10 };

    [Theory]
    [InlineData("+82212345678", "+82212345678")]
    [InlineData("0082212345678", "+82212345678")]
    [InlineData("0212345678", "+82212345678")]
    [InlineData("0012015550123", "+12015550123")]
    [InlineData("114", "114")]
    [InlineData("15881234", "15881234")]
    public void Korean_number_becomes_e164(string dialled, string number) => Assert.Equal(number, NumberPlan.Normalise(Korea, dialled));

    [Theory]
    [InlineData("12015550123", "+12015550123")]
    [InlineData("2015550123", "+12015550123")]
    [InlineData("01182212345678", "+82212345678")]
    [InlineData("411", "411")]
    public void American_number_becomes_e164(string dialled, string number) => Assert.Equal(number, NumberPlan.Normalise(America, dialled));

    [Theory]
    [InlineData("+0212345678")]
    [InlineData("+1234567890123456")]
    [InlineData("000")]
    [InlineData("reception")]
    [InlineData("*69")]
    [InlineData("")]
    public void What_is_no_number_is_none(string dialled) => Assert.Null(NumberPlan.Normalise(Korea, dialled));

    [Fact]
    public void Outside_prefix_opens_the_outside_and_is_taken_off()
    {
        var plan = Korea with { OutsidePrefix = "9" };
        Assert.Equal("+82212345678", NumberPlan.Normalise(plan, "90212345678"));
        Assert.Null(NumberPlan.Normalise(plan, "0212345678"));
        Assert.Equal("+82212345678", NumberPlan.Normalise(plan, "+82212345678"));
    }

    [Theory]
    [InlineData(NumberForm.E164Plus, "+82212345678", "+82212345678")]
    [InlineData(NumberForm.E164, "+82212345678", "82212345678")]
    [InlineData(NumberForm.National, "+82212345678", "0212345678")]
    [InlineData(NumberForm.National, "+12015550123", "0012015550123")]
    [InlineData(NumberForm.E164, "114", "114")]
    public void Carrier_gets_its_form(NumberForm form, string number, string sent) => Assert.Equal(sent, NumberPlan.Format(Korea, form, number));

    [Theory]
    [InlineData("+82212345678")]
    [InlineData("82212345678")]
    [InlineData("0212345678")]
    public void Directory_finds_a_number_in_whatever_form_it_is_delivered(string delivered)
    {
        Assert.Contains("82212345678", NumberPlan.Keys(Korea, delivered));
        Assert.Contains("0212345678", NumberPlan.Keys(Korea, delivered));
    }

    [Theory]
    [InlineData("+82*", "+82212345678", true)]
    [InlineData("+82*", "+8", false)]
    [InlineData("+8210XXXXXXXX", "+821012345678", true)]
    [InlineData("+8210XXXXXXXX", "+8210123456789", false)]
    [InlineData("+8210XXXXXXXX", "+82101234567", false)]
    [InlineData("ZNX", "129", true)]
    [InlineData("ZNX", "019", false)]
    [InlineData("ZNX", "119", false)]
    [InlineData("*", "114", true)]
    [InlineData("114", "114", true)]
    [InlineData("114", "1144", false)]
    public void Pattern_takes_what_it_says(string pattern, string number, bool takes) => Assert.Equal(takes, NumberPlan.Matches(pattern, number));
}
