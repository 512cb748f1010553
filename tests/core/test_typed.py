"""Whatever a form's answer is: what somebody wrote in it is on the page, unless it is secret."""

NOTE = "苎麻夏天能卖，\n洗两遍看缩水。"
PAGE = "/account/name"
